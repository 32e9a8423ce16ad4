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

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.pgsteady.simulator.support.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HostsFileTests {

	private static final String PROPERTY = "jdk.net.hosts.file";

	private static final String ORIGINAL = "# local\n127.0.0.1 localhost db.example other.example\n";

	private Path file;

	@BeforeEach
	void write(@TempDir Path directory) throws IOException {
		this.file = directory.resolve("hosts");
		Files.writeString(this.file, ORIGINAL);
		// This JVM has read the property already: it does not use the file
		System.setProperty(PROPERTY, this.file.toString());
	}

	@AfterEach
	void clear() {
		System.clearProperty(PROPERTY);
	}

	@Test
	void changesWhatTheJvmFinds() throws IOException {
		Process child = ChildJvm.start(List.of("-D%s=%s".formatted(PROPERTY, this.file)), LookUps.class);
		assertThat(ChildJvm.output(child)).isEqualToNormalizingNewlines("""
				db.example [127.0.0.1]
				db.example [192.0.2.1, 192.0.2.2]
				localhost [127.0.0.1]
				db.example unknown
				db.example [127.0.0.1]
				""");
	}

	@Test
	void movesOneNameAndKeepsTheOthers() throws IOException {
		try (HostsFile hosts = HostsFile.inUse()) {
			hosts.map("DB.example", InetAddress.getByName("192.0.2.1"));
			assertThat(this.file).hasContent("""
					127.0.0.1 localhost other.example
					192.0.2.1 DB.example
					""");
			hosts.remove("db.example").remove("localhost").remove("unknown");
			assertThat(this.file).hasContent("127.0.0.1 other.example\n");
			hosts.remove("other.example");
			assertThat(Files.readString(this.file)).isBlank();
		}
		assertThat(this.file).hasContent(ORIGINAL);
		assertThat(this.file.getParent().toFile().list()).containsExactly("hosts");
	}

	@Test
	void deletesAFileThatWasNotThere() throws IOException {
		Files.delete(this.file);
		try (HostsFile hosts = HostsFile.inUse()) {
			hosts.map("db.example", InetAddress.getByName("192.0.2.1"));
			assertThat(this.file).hasContent("192.0.2.1 db.example\n");
		}
		assertThat(this.file).doesNotExist();
	}

	@Test
	void namesTheFlagThatIsMissing() {
		System.clearProperty(PROPERTY);
		assertThatIllegalStateException().isThrownBy(HostsFile::inUse).withMessageContaining("-Djdk.net.hosts.file=");
	}

	@Test
	void refusesWhatIsNoName() {
		try (HostsFile hosts = HostsFile.inUse()) {
			assertThatIllegalArgumentException().isThrownBy(() -> hosts.map("a b", InetAddress.getLoopbackAddress()));
			assertThatIllegalArgumentException().isThrownBy(() -> hosts.map("db.example"));
			assertThatIllegalArgumentException().isThrownBy(() -> hosts.remove("#"));
		}
	}

}
