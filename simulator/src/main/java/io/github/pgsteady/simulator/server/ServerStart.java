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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The first start of a server, which leaves nothing behind if it fails.
 *
 * @param version the major version wanted, or {@code null} for that of the class path
 * @param settings the settings besides the defaults
 * @param tls whether the server demands TLS
 * @param place where it runs
 */
record ServerStart(@Nullable Integer version, Map<String, String> settings, boolean tls, Place place) {

	PostgresServer run() {
		BinaryArchives archives = BinaryArchives.forThisMachine();
		BinaryArchive archive = archives.find(this.version);
		ServerHome home = ServerHome.create();
		try {
			Roles roles = Roles.withRandomPasswords();
			Path programs = new InitDb(home).run(archive, roles.superuser());
			int found = versionOf(home);
			if (this.version != null && this.version != found) {
				throw archives.notFound(this.version);
			}
			new Configuration(this.settings, this.tls, this.place).write(home.data());
			PostgresProcess process = new PostgresProcess(programs, home, this.place);
			return launch(new PostgresServer(process, roles, this.tls, found, null), roles);
		}
		catch (RuntimeException | Error ex) {
			home.delete();
			throw ex;
		}
	}

	private static PostgresServer launch(PostgresServer server, Roles roles) {
		try {
			server.launch();
			server.execute("create role %s login nosuperuser nocreatedb nocreaterole password %s"
				.formatted(Sql.identifier(roles.plain().name()), Sql.literal(roles.plain().password())));
			return server;
		}
		catch (RuntimeException | Error ex) {
			server.close();
			throw ex;
		}
	}

	private static int versionOf(ServerHome home) {
		try {
			return Integer.parseInt(Files.readString(home.data().resolve("PG_VERSION")).trim());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
