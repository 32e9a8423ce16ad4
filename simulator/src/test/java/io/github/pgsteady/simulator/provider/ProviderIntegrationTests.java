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

package io.github.pgsteady.simulator.provider;

import java.io.EOFException;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Railway}, {@link Supabase} and {@link Render}, with plain pgjdbc.
 */
class ProviderIntegrationTests {

	@Test
	void railwayCutsIdleConnections() throws SQLException {
		try (Railway railway = Railway.start()) {
			railway.setIdleCut(Duration.ofMillis(300), Cut.FIN);
			try (Connection connection = railway.connect()) {
				railway.getProxy().getLinks().awaitCount(0);
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
					.withCauseInstanceOf(java.io.IOException.class)
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
			}
		}
	}

	@Test
	void railwayRestartsAndKeepsWhatWasCommitted() throws Exception {
		try (Railway railway = Railway.start(); Connection connection = railway.connect()) {
			execute(connection, "create table note (text text)");
			execute(connection, "insert into note values ('hello')");
			int port = railway.getPort();
			whileRunning(railway::restart,
					() -> assertThatConnecting(railway).withMessage("The connection attempt failed.")
						.withCauseInstanceOf(EOFException.class));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
			assertThat(railway.getPort()).isEqualTo(port);
			try (Connection next = railway.connect()) {
				execute(next, "select * from note");
			}
			assertThat(railway.queryForLong("select count(*) from note")).isOne();
		}
	}

	@Test
	void railwayHasALimitOfConnections() {
		try (Railway railway = Railway.builder().maxConnections(8).start()) {
			List<Connection> connections = new ArrayList<>();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
				while (true) {
					connections.add(railway.connect());
				}
			}).satisfies((ex) -> {
				assertThat(ex.getSQLState()).isEqualTo("53300");
				assertThat(ex.getMessage()).startsWith("FATAL: remaining connection slots are reserved");
			});
			assertThat(connections).hasSize(5);
		}
	}

	@Test
	void supabaseSessionPoolerTurnsClientsAway() throws SQLException {
		try (Supabase supabase = Supabase.builder(Supabase.Mode.SESSION).poolSize(3).start()) {
			List<Connection> connections = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				connections.add(supabase.connect());
			}
			assertThatExceptionOfType(SQLException.class).isThrownBy(supabase::connect)
				.withMessage("FATAL: (EMAXCONNSESSION) max clients reached in session mode - max clients are limited"
						+ " to pool_size: 3")
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"));
			connections.get(0).close();
			supabase.getProxy().getLinks().awaitCount(2);
			supabase.connect().close();
		}
	}

	@Test
	void supabaseLosesItsDbHandlers() throws SQLException {
		try (Supabase supabase = Supabase.start(Supabase.Mode.SESSION); Connection connection = supabase.connect()) {
			assertThat(supabase.exitDbHandlers()).isOne();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
				.withMessage("FATAL: " + SupavisorError.DB_HANDLER_EXITED.message())
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"));
		}
	}

	@Test
	@RequiresPgBouncer
	void supabaseTransactionPoolerKnowsNoPreparedStatements() throws SQLException {
		try (Supabase supabase = Supabase.builder(Supabase.Mode.TRANSACTION).poolSize(1).start()) {
			supabase.setClientLimit(2);
			try (Connection first = supabase.connect(); Connection second = supabase.connect()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
					for (int i = 0; i < 10; i++) {
						selectPrepared(first, i);
						selectPrepared(second, i);
					}
				}).satisfies((ex) -> assertThat(ex.getSQLState()).isIn("42P05", "26000"));
				assertThatExceptionOfType(SQLException.class).isThrownBy(supabase::connect)
					.withMessage("FATAL: (EMAXCONN) max client connections reached, limit: 2");
			}
		}
	}

	@Test
	void renderIsRefusedDuringMaintenance() throws Exception {
		try (Render render = Render.start(); Connection connection = render.connect()) {
			execute(connection, "create table note (text text)");
			whileRunning(render::maintain,
					() -> assertThatConnecting(render).withCauseInstanceOf(ConnectException.class));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
			try (Connection next = render.connect()) {
				execute(next, "insert into note values ('hello')");
			}
			assertThat(render.queryForLong("select count(*) from note")).isOne();
		}
	}

	@Test
	void renderFailsOverToItsStandby() throws Exception {
		try (Render render = Render.start()) {
			assertThatIllegalStateException().isThrownBy(render::failOver)
				.withMessage("There is no standby to fail over to: call enableHighAvailability() before");
			render.enableHighAvailability();
			PostgresServer former = render.getServer();
			try (Connection connection = render.connect()) {
				execute(connection, "create table note (text text)");
				execute(connection, "insert into note values ('hello')");
				whileRunning(render::failOver,
						() -> assertThatConnecting(render).withCauseInstanceOf(ConnectException.class));
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
			}
			assertThat(render.getServer()).isNotSameAs(former);
			try (Connection next = render.connect()) {
				execute(next, "insert into note values ('again')");
			}
			assertThat(render.queryForLong("select count(*) from note")).isEqualTo(2);
			assertThat(former.isRunning()).isFalse();
		}
	}

	// Whatever runs, until it has been seen from outside at least once
	private static void whileRunning(Runnable action, Runnable observation) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> running = executor.submit(action);
			await().untilAsserted(observation::run);
			running.get();
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static org.assertj.core.api.ThrowableAssertAlternative<SQLException> assertThatConnecting(
			PostgresSimulation simulation) {
		return assertThatExceptionOfType(SQLException.class).isThrownBy(() -> simulation.connect().close())
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
	}

	private static void selectPrepared(Connection connection, int value) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select ? + 1")) {
			statement.setInt(1, value);
			statement.executeQuery().close();
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
