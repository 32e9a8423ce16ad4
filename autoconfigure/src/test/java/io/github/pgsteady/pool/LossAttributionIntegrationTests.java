/*
 * Copyright 2026-present the pgsteady authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.pgsteady.pool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationContext;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of which connection a failure is told to, where the connection itself cannot see
 * it.
 */
@SimulatedPostgres
@Timeout(120)
class LossAttributionIntegrationTests {

	private CallRecord call;

	@BeforeEach
	void begin(PostgresSimulation postgres) {
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
		this.call = CallRecord.begin();
	}

	@AfterEach
	void end() {
		this.call.end();
	}

	@Test
	void lossThatAResultMeetsIsNotThatOfAnotherConnection(PostgresSimulation postgres) {
		postgres.execute("insert into ledger select generate_series(1, 20000)");
		PoolContexts.to(postgres).run((context) -> {
			try (Connection reader = pool(context).getConnection(); Connection writer = pool(context).getConnection()) {
				writer.setAutoCommit(false);
				execute(writer, "select 1");
				loseInTheMiddleOfAResult(postgres, reader);
				assertThat(phase()).isEqualTo(Phase.TRANSACTION);
				this.call.end();
				this.call = CallRecord.begin();
				execute(writer, "delete from ledger");
				postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
				assertThatExceptionOfType(SQLException.class).isThrownBy(writer::commit);
				assertThat(phase()).isEqualTo(Phase.COMMIT);
			}
			assertThat(postgres.queryForLong("select count(*) from ledger")).isZero();
		});
	}

	@Test
	void errorThatOnlySoundsLikeALossIsNone(PostgresSimulation postgres) {
		PoolContexts.to(postgres).run((context) -> {
			try (Connection connection = pool(context).getConnection()) {
				connection.setAutoCommit(false);
				// As dblink and postgres_fdw do
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection,
						"do $$ begin raise exception 'server is gone' using errcode = '08006'; end $$"));
			}
			assertThat(this.call.getLoss()).isNull();
		});
	}

	@Test
	void poolThatIsClosedDuringACommit(PostgresSimulation postgres) {
		postgres.execute("create or replace function late() returns trigger language plpgsql as "
				+ "$$ begin perform pg_sleep(60); return null; end $$");
		postgres.execute("create constraint trigger late after insert on ledger deferrable initially deferred "
				+ "for each row execute function late()");
		PoolContexts.to(postgres).run((context) -> {
			Connection connection = pool(context).getConnection();
			connection.setAutoCommit(false);
			execute(connection, "insert into ledger values (1)");
			Thread closing = new Thread(() -> {
				await().until(() -> postgres
					.queryForLong("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
				pool(context).close();
			});
			closing.start();
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
			assertThat(phase()).isEqualTo(Phase.COMMIT);
			closing.join();
		});
	}

	private void loseInTheMiddleOfAResult(PostgresSimulation postgres, Connection reader) throws SQLException {
		reader.setAutoCommit(false);
		int pid = pid(reader);
		try (Statement statement = reader.createStatement()) {
			statement.setFetchSize(10);
			ResultSet result = statement.executeQuery("select id from ledger");
			postgres.execute("select pg_terminate_backend(" + pid + ")");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
				while (result.next()) {
					assertThat(result.getInt(1)).isPositive();
				}
			});
		}
	}

	private @Nullable Phase phase() {
		ConnectionLoss loss = this.call.getLoss();
		return (loss != null) ? loss.phase() : null;
	}

	private static HikariDataSource pool(ApplicationContext context) {
		return context.getBean(HikariDataSource.class);
	}

	private static int pid(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
			assertThat(result.next()).isTrue();
			return result.getInt(1);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
