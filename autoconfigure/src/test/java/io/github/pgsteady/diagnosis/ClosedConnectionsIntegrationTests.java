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

package io.github.pgsteady.diagnosis;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.retry.DatabaseRetryTemplate;
import io.github.pgsteady.retry.RetryContexts;
import io.github.pgsteady.retry.RetryMode;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ClosedConnections}.
 */
@SimulatedPostgres
@ExtendWith(OutputCaptureExtension.class)
class ClosedConnectionsIntegrationTests {

	@Test
	void placeThatClosesTheConnectionOfATransactionIsFoundAndToldOnce(PostgresSimulation postgres,
			CapturedOutput output) {
		postgres.execute("create table if not exists note (id int)");
		postgres.execute("grant all on note to public");
		RetryContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class))
			.run((context) -> {
				DataSource dataSource = context.getBean(DataSource.class);
				TransactionTemplate transaction = new TransactionTemplate(
						context.getBean(PlatformTransactionManager.class));
				DatabaseRetryTemplate template = context.getBean(DatabaseRetryTemplate.class);
				for (int i = 0; i < 3; i++) {
					assertThatException().isThrownBy(() -> template.execute("note", RetryMode.RERUN,
							() -> transaction.execute((status) -> insertAndClose(dataSource))));
				}
				assertThat(context.getBean(Findings.class).getAll())
					.filteredOn((finding) -> finding.id().equals("connection-closed-by-application"))
					.singleElement()
					.satisfies((finding) -> {
						assertThat(finding.dataSource()).isEqualTo("dataSource");
						assertThat(finding.where()).singleElement().asString().contains("insertAndClose");
					});
				assertThat(output)
					.containsOnlyOnce("The connection of an open transaction of 'dataSource' is closed at");
			});
		assertThat(postgres.queryForLong("select count(*) from note")).isZero();
	}

	private static Object insertAndClose(DataSource dataSource) {
		Connection connection = DataSourceUtils.getConnection(dataSource);
		try {
			connection.createStatement().execute("insert into note values (1)");
			connection.close();
			return "done";
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
