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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PatientDataSource} with hosts that cannot be found. A JVM reads where
 * it looks names up only once, so that each test needs one of its own.
 */
@SimulatedPostgres
@Timeout(60)
class UnknownHostIntegrationTests {

	@ParameterizedTest
	@EnumSource
	void hostThatCannotBeFound(UnknownHosts.Scenario scenario, PostgresSimulation postgres, @TempDir Path directory)
			throws Exception {
		Process program = start(scenario, postgres, Files.createFile(directory.resolve("hosts")));
		try {
			String output = output(program);
			assertThat(program.waitFor()).as(output).isZero();
		}
		finally {
			program.destroyForcibly();
		}
	}

	private Process start(UnknownHosts.Scenario scenario, PostgresSimulation postgres, Path hosts) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djdk.net.hosts.file=" + hosts,
				"-cp", System.getProperty("java.class.path"), UnknownHosts.class.getName(), scenario.name(),
				postgres.getJdbcUrl().replace(postgres.getHost(), UnknownHosts.NAME)));
		builder.environment().put("PGUSER", postgres.getUsername());
		builder.environment().put("PGPASSWORD", postgres.getPassword());
		return builder.redirectErrorStream(true).start();
	}

	private String output(Process program) throws IOException {
		try (InputStream output = program.getInputStream()) {
			return new String(output.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
