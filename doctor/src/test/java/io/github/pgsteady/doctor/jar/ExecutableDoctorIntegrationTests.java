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

package io.github.pgsteady.doctor.jar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the doctor as its users run it.
 */
@SimulatedPostgres
@Tag("smoke")
class ExecutableDoctorIntegrationTests {

	private static final String SESSIONS = "select count(*) from pg_stat_activity where application_name = 'pgsteady-doctor'";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@Test
	void healthyDatabase(Postgres postgres) throws IOException, InterruptedException {
		long start = System.nanoTime();
		Process doctor = start(postgres.getDatabaseUrl());
		assertThat(end(doctor)).as(output()).isZero();
		// Five times what is promised
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
		assertThat(output()).contains("DATABASE_URL: 127.0.0.1:" + postgres.getPort(), "application.yml", "Healthy.")
			.doesNotContain(postgres.getPassword())
			.doesNotContain("\u001b")
			.doesNotContain("SLF4J");
		assertThat(Files.readString(this.directory.resolve("err"))).isEmpty();
	}

	@Test
	void marksAreWordsWithoutUnicode(Postgres postgres) throws IOException, InterruptedException {
		assertThat(end(start(postgres.getDatabaseUrl(), "--format=text"))).isZero();
		assertThat(Files.readString(this.directory.resolve("out"), StandardCharsets.US_ASCII)).contains(" ok login ");
	}

	@Test
	void wrongPassword(Postgres postgres) throws IOException, InterruptedException {
		String url = postgres.getDatabaseUrl().replace(postgres.getPassword(), "wrong");
		assertThat(end(start(url, "--format=json"))).isEqualTo(2);
		assertThat(output()).startsWith("{\"verdict\":\"unreachable\"")
			.contains("FATAL: password authentication failed for user");
	}

	@Test
	void findings(Postgres postgres) throws IOException, InterruptedException {
		postgres.getServer().setConnectionLimit(3);
		try {
			String url = postgres.getDatabaseUrl() + "?channel_binding=prefer&nothing=known";
			assertThat(end(start(url, "--format=yaml", "--tables", "--idle=300ms"))).isEqualTo(1);
			assertThat(output()).contains("id: connections-above-limit", "id: ignored-parameters", "stage: idle");
		}
		finally {
			postgres.getServer().setConnectionLimit(-1);
		}
	}

	@Test
	void unknownHost(Postgres postgres) throws IOException, InterruptedException {
		String url = "postgres://app:secret-word@postgres.railway.internal:%s/orders".formatted(postgres.getPort());
		assertThat(end(start(url))).isEqualTo(2);
		assertThat(output()).contains("WARNING unknown-host", "DATABASE_PUBLIC_URL");
	}

	@Test
	void unknownOption(Postgres postgres) throws IOException, InterruptedException {
		assertThat(end(start(postgres.getDatabaseUrl(), "--what"))).isEqualTo(64);
		assertThat(output()).isEmpty();
	}

	@Test
	void interruptedRunLeavesNoConnection(Postgres postgres) throws IOException, InterruptedException {
		Process doctor = start(postgres.getDatabaseUrl(), "--idle", "10m");
		try {
			Awaitility.await().atMost(PATIENCE).until(() -> postgres.queryForLong(SESSIONS) == 3);
			// As Ctrl-C does, but for the number of the signal
			doctor.destroy();
			assertThat(doctor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			Awaitility.await().atMost(PATIENCE).until(() -> postgres.queryForLong(SESSIONS) == 0);
		}
		finally {
			doctor.destroyForcibly();
		}
	}

	private Process start(String url, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
						System.getProperty("doctor.jar")));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().clear();
		builder.environment().put("LC_ALL", "C");
		builder.environment().put("DATABASE_URL", url);
		return builder.redirectOutput(this.directory.resolve("out").toFile())
			.redirectError(this.directory.resolve("err").toFile())
			.start();
	}

	private static int end(Process process) throws InterruptedException {
		try {
			assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private String output() throws IOException {
		return Files.readString(this.directory.resolve("out"));
	}

}
