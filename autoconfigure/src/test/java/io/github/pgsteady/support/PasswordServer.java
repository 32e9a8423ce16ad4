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

package io.github.pgsteady.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL server that demands a password of everybody but {@code postgres}:
 * otherwise a wrong one would pass.
 */
public final class PasswordServer implements AutoCloseable {

	private final Path directory;

	private final EmbeddedPostgres server;

	public PasswordServer() throws IOException {
		this.directory = Files.createTempDirectory("password-server");
		this.server = EmbeddedPostgres.builder()
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("password_encryption", "scram-sha-256")
			.setDataDirectory(this.directory)
			.setCleanDataDirectory(true)
			.start();
		Files.writeString(this.directory.resolve("pg_hba.conf"), """
				local all postgres trust
				host all postgres all trust
				host all all all scram-sha-256
				""");
		execute("select pg_reload_conf()");
	}

	public int port() {
		return this.server.getPort();
	}

	/**
	 * Create a user, in place of any of the same name.
	 * @param name the name
	 * @param password the password
	 */
	public void createUser(String name, String password) {
		execute("drop role if exists \"%s\"".formatted(name));
		execute("create role \"%s\" login password '%s'".formatted(name, password.replace("'", "''")));
	}

	private void execute(String sql) {
		try (Connection connection = this.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
