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

package io.github.pgsteady.connection;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifiers;
import io.github.pgsteady.link.SessionOwnership;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections that record, beneath a real pool.
 */
@SimulatedPostgres
@Timeout(60)
abstract class AbstractRecordingIntegrationTests {

	static final String INSERT = "insert into ledger values (1)";

	static final TimeLimits NO_LIMITS = new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));

	PostgresSimulation postgres;

	HikariDataSource pool;

	PatientDataSource dataSource;

	CallRecord call;

	@BeforeEach
	void open(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger cascade");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
		TimeLimits limits = new TimeLimits(Duration.ofMinutes(5), Duration.ofSeconds(15), Duration.ofHours(1));
		limits.started();
		open(limits, (pool) -> {
		});
	}

	private void open(TimeLimits limits, Consumer<HikariDataSource> customizer) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(this.postgres.getJdbcUrl());
		pool.setUsername(this.postgres.getUsername());
		pool.setPassword(this.postgres.getPassword());
		pool.setConnectionTimeout(5000);
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		customizer.accept(pool);
		this.dataSource = new PatientDataSource("test",
				() -> new DriverDataSource(pool.getJdbcUrl(), null, pool.getDataSourceProperties(), pool.getUsername(),
						pool.getPassword()),
				new Connections(FailureClassifiers.builtIn(), limits),
				new ConnectPolicy(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20), SessionOwnership.UNKNOWN),
				pool::isClosed);
		pool.setDataSource(this.dataSource);
		this.pool = pool;
		this.call = CallRecord.begin();
	}

	@AfterEach
	void close() {
		this.call.end();
		this.pool.close();
	}

	final void reopen(Consumer<HikariDataSource> customizer) {
		close();
		open(NO_LIMITS, customizer);
	}

	final void reopen(TimeLimits limits) {
		close();
		open(limits, (pool) -> {
		});
	}

	final void newCall() {
		this.call.end();
		this.call = CallRecord.begin();
	}

	final void assertLost(Phase phase, FailureClass failureClass) {
		ConnectionLoss loss = this.call.getLoss();
		assertThat(loss).isNotNull();
		assertThat(loss.phase()).isEqualTo(phase);
		assertThat(loss.failure().failureClass()).isEqualTo(failureClass);
	}

	final void assertLost(Phase phase) {
		assertLost(phase, FailureClass.CONNECTION_LOST);
	}

	static @Nullable Throwable explanation(Throwable exception) {
		for (Throwable next = exception; next != null; next = next.getCause()) {
			for (Throwable suppressed : next.getSuppressed()) {
				if (suppressed instanceof ConnectionDiagnostic) {
					return suppressed;
				}
			}
		}
		return null;
	}

	final void insertInTransaction() {
		transaction().executeWithoutResult((status) -> jdbc().execute(INSERT));
	}

	final TransactionTemplate transaction() {
		JdbcTransactionManager transactions = new JdbcTransactionManager(this.pool);
		transactions.setTransactionExecutionListeners(List.of(new DiagnosingTransactionListener()));
		return new TransactionTemplate(transactions);
	}

	final JdbcTemplate jdbc() {
		return new JdbcTemplate(this.pool);
	}

	final Integer count() {
		return jdbc().queryForObject("select count(*) from ledger", Integer.class);
	}

	final long rows() {
		return this.postgres.queryForLong("select count(*) from ledger");
	}

	// For half a second it lends a connection again without a look
	final void awaitThatThePoolLooks() {
		long window = Duration.ofMillis(600).toNanos();
		await().until(() -> System.nanoTime() - this.dataSource.getLastReturn() > window);
	}

	final void withConnection(ConnectionAction action) {
		Connection connection = DataSourceUtils.getConnection(this.pool);
		try {
			action.accept(connection);
		}
		catch (SQLException | IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.pool);
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Something that is done with a connection.
	 */
	@FunctionalInterface
	interface ConnectionAction {

		void accept(Connection connection) throws SQLException, IOException;

	}

}
