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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Unpacks PostgreSQL's programs and creates a data directory with them. The library does
 * this, but not the start: it would put settings on the command line, where nothing
 * changes them any more, and give up on a port that was taken.
 */
final class InitDb {

	private final ServerHome home;

	InitDb(ServerHome home) {
		this.home = home;
	}

	// The folder with the programs
	Path run(BinaryArchive archive, Role superuser) {
		Path passwordFile = this.home.directory().resolve("password");
		try {
			Files.writeString(passwordFile, superuser.password());
			createDataDirectory(archive, passwordFile);
			Files.delete(passwordFile);
			// The lock of the library, which is of no use without its start
			Files.deleteIfExists(this.home.data().resolve("epg-lock"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return programs(archive);
	}

	private void createDataDirectory(BinaryArchive archive, Path passwordFile) throws IOException {
		Redirect output = Redirect.appendTo(this.home.programLog().toFile());
		try {
			EmbeddedPostgres.builder()
				.setPgBinaryResolver(archive)
				.setOverrideWorkingDirectory(BinaryArchive.workingDirectory().toFile())
				.setDataDirectory(this.home.data())
				.setCleanDataDirectory(false)
				.setRegisterShutdownHook(false)
				// Not a locale, but it makes any option of initdb of it
				.setLocaleConfig("pwfile", passwordFile.toString())
				.setOutputRedirector(output)
				.setErrorRedirector(output)
				.setPort(1)
				.setDataDirectoryCustomizer(InitDb::end)
				.start();
		}
		catch (DataDirectoryCreated ex) {
			// As far as the library shall go
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("initdb failed: " + this.home.lastWords(), ex);
		}
	}

	private static void end(File dataDirectory) {
		throw new DataDirectoryCreated();
	}

	private static Path programs(BinaryArchive archive) {
		Path programs = archive.unpackedDirectory().resolve("bin");
		if (!Files.isDirectory(programs)) {
			throw new IllegalStateException("The library did not unpack PostgreSQL into " + programs);
		}
		return programs;
	}

	/**
	 * Leaves the library after the creation of the data directory and before the start.
	 */
	private static final class DataDirectoryCreated extends RuntimeException {

		private DataDirectoryCreated() {
			super("Not a failure", null, false, false);
		}

	}

}
