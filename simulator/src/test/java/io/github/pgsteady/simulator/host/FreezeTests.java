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

package io.github.pgsteady.simulator.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EnabledOnOs({ OS.LINUX, OS.MAC })
class FreezeTests {

	private Process parent;

	@BeforeEach
	void start() throws IOException {
		// The one that answers is a child of the shell
		this.parent = new ProcessBuilder("sh", "-c", "cat; true").start();
		assertThat(echo()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
	}

	@AfterEach
	void end() {
		this.parent.descendants().forEach(ProcessHandle::destroyForcibly);
		this.parent.destroyForcibly();
	}

	@Test
	void stopsAProcessWithItsChildrenUntilItIsClosed() throws IOException {
		CompletableFuture<String> answer;
		try (Freeze freeze = Freeze.withDescendants(this.parent.toHandle())) {
			assertThat(freeze.isFrozen()).isTrue();
			answer = echo();
			assertThat(answer).failsWithin(300, TimeUnit.MILLISECONDS);
			assertThat(this.parent.isAlive()).isTrue();
		}
		assertThat(answer).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
	}

	@Test
	void stopsOneProcessAlone() throws IOException {
		try (Freeze freeze = Freeze.of(this.parent.toHandle())) {
			assertThat(freeze.isFrozen()).isTrue();
			assertThat(echo()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
			this.parent.getOutputStream().close();
			assertThat(this.parent.onExit()).failsWithin(300, TimeUnit.MILLISECONDS);
		}
		assertThat(this.parent.onExit()).succeedsWithin(10, TimeUnit.SECONDS);
	}

	@Test
	void closesTwiceAndAfterTheProcessHasEnded() {
		Freeze freeze = Freeze.withDescendants(this.parent.toHandle());
		end();
		freeze.close();
		freeze.close();
		assertThat(freeze.isFrozen()).isFalse();
	}

	@Test
	void refusesItselfAndProcessesThatHaveEnded() {
		assertThatIllegalArgumentException().isThrownBy(() -> Freeze.of(ProcessHandle.current()));
		end();
		this.parent.onExit().join();
		assertThatIllegalArgumentException().isThrownBy(() -> Freeze.of(this.parent.toHandle()));
	}

	@Test
	void saysWhichSystemsHaveIt() {
		String system = System.getProperty("os.name");
		System.setProperty("os.name", "Windows 11");
		try {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> Freeze.of(this.parent.toHandle()))
				.withMessageContaining("Windows 11");
		}
		finally {
			System.setProperty("os.name", system);
		}
	}

	private CompletableFuture<String> echo() throws IOException {
		this.parent.getOutputStream().write("hello\n".getBytes());
		this.parent.getOutputStream().flush();
		BufferedReader reader = this.parent.inputReader();
		return CompletableFuture.supplyAsync(() -> {
			try {
				return reader.readLine();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
