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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionDiagnostic}: who is told, and who is not.
 */
class ConnectionDiagnosticIntegrationTests extends AbstractRecordingIntegrationTests {

	@Test
	void closedByTheApplicationIsTold() {
		JdbcTransactionManager transactions = new JdbcTransactionManager(this.pool);
		transactions.setTransactionExecutionListeners(List.of(new DiagnosingTransactionListener()));
		assertThatException().isThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			closeTooEarly();
			jdbc().execute(INSERT);
		}))
			.satisfies((ex) -> assertThat(explanation(ex))
				.hasMessageStartingWith(
						"The application itself closed the connection while its transaction was open, at ")
				.hasMessageContaining("ConnectionDiagnosticIntegrationTests.closeTooEarly"));
		assertThat(this.call.getLoss()).isNull();
		assertThat(rows()).isZero();
	}

	private void closeTooEarly() {
		try {
			DataSourceUtils.getConnection(this.pool).close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void listenerBeginsARecordAndEndsIt() {
		this.call.end();
		TransactionTemplate transaction = transaction();
		transaction.executeWithoutResult((status) -> assertThat(CallRecord.current()).isNotNull());
		assertThat(CallRecord.current()).isNull();
		assertThatException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		})).satisfies((ex) -> assertThat(explanation(ex)).isNotNull());
		assertThat(CallRecord.current()).isNull();
		this.pool.close();
		assertThatException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
		}));
		assertThat(CallRecord.current()).isNull();
		this.call = CallRecord.begin();
	}

	@Test
	void deadConnectionThatThePoolReplacedIsNotBlamedForWhatFollows() {
		withConnection((connection) -> execute(connection, "select 1"));
		awaitThatThePoolLooks();
		this.postgres.getServer().terminateAll();
		jdbc().execute("select 1");
		assertThat(this.call.getLoss()).isNull();
		IllegalStateException business = new IllegalStateException("no stock");
		this.call.explain(business);
		assertThat(business.getSuppressed()).isEmpty();
	}

	@Test
	void ownConnectionThatIsClosedProperlyIsNotBlamed() {
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			try (Connection own = this.pool.getConnection()) {
				execute(own, "select 1");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			SQLException unrelated = new SQLException("unrelated, without a state");
			this.call.explain(unrelated);
			assertThat(unrelated.getSuppressed()).isEmpty();
			status.setRollbackOnly();
			throw new IllegalStateException("end");
		})).withMessage("end");
	}

	@Test
	void lossAfterAnAutoCommitWriteDoesNotSayThatNothingWasWritten() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			execute(connection, INSERT);
			this.postgres.getServer().terminateAll();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.setAutoCommit(false));
		});
		RuntimeException told = new IllegalStateException(new SQLException("Connection is closed"));
		this.call.explain(told);
		assertThat(explanation(told)).hasMessageContaining("while nothing was under way")
			.hasMessageEndingWith("What was sent before had been answered");
		assertThat(rows()).isOne();
	}

	@Test
	void exceptionThatIsNotAboutTheDatabaseIsLeftAlone() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("insert"));
		assertThatException().isThrownBy(() -> jdbc().execute(INSERT));
		RuntimeException business = new IllegalStateException("no stock");
		this.call.explain(business);
		assertThat(business.getSuppressed()).isEmpty();
	}

}
