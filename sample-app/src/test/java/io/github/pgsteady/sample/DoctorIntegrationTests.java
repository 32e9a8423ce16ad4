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

package io.github.pgsteady.sample;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the doctor in an application: it examines the database, and ends.
 */
@SimulatedPostgres
class DoctorIntegrationTests {

	@TempDir
	private Path directory;

	@Test
	void databaseIsExaminedInPlaceOfTheStart(PostgresSimulation postgres) throws IOException {
		ApplicationProcess application = ApplicationProcess.runToEnd(postgres.getDatabaseUrl(), this.directory,
				"--pgsteady.doctor", "--pgsteady.doctor.tables=true");
		assertThat(application.getExitValue()).as(application.getOutput()).isZero();
		assertThat(application.getOutput()).contains("DataSource 'dataSource'", "latency", "Healthy.")
			.doesNotContain("Tomcat started", "FlywayExecutor", postgres.getPassword());
		// No migration has run
		assertThat(postgres.queryForLong("select count(*) from pg_tables where schemaname = 'public'")).isZero();
		postgres.getProxy().getLinks().awaitCount(0);
	}

	@Test
	void databaseThatIsNotThere(PostgresSimulation postgres) throws IOException {
		ApplicationProcess application = ApplicationProcess.runToEnd(postgres.getDatabaseUrl() + "_gone",
				this.directory, "--pgsteady.doctor");
		assertThat(application.getExitValue()).isEqualTo(2);
		assertThat(application.getOutput()).contains("FATAL: database", "WARNING unknown-database", "No connection.")
			.doesNotContain("APPLICATION FAILED TO START");
	}

}
