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
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pgsteady.simulator.tls.SelfSignedCertificate;

/**
 * The configuration files of a new data directory. All settings are in a file and none on
 * the command line, so that {@code ALTER SYSTEM} can change each.
 */
final class Configuration {

	private static final String CERTIFICATE = "server.crt";

	private static final String PRIVATE_KEY = "server.key";

	private final Map<String, String> settings = new LinkedHashMap<>();

	private final boolean tls;

	Configuration(Map<String, String> settings, boolean tls, Place place) {
		this.tls = tls;
		this.settings.put("listen_addresses", place.listenAddresses());
		this.settings.putAll(defaults());
		if (tls) {
			this.settings.put("ssl", "on");
			// Relative to the data directory: a copy of it has its own
			this.settings.put("ssl_cert_file", CERTIFICATE);
			this.settings.put("ssl_key_file", PRIVATE_KEY);
		}
		this.settings.putAll(settings);
	}

	private static Map<String, String> defaults() {
		Map<String, String> defaults = new LinkedHashMap<>();
		// Nothing outside of the server's own directory
		defaults.put("unix_socket_directories", "");
		defaults.put("max_connections", "100");
		defaults.put("shared_buffers", "16MB");
		defaults.put("password_encryption", "scram-sha-256");
		defaults.put("synchronous_commit", "on");
		// What is lost in a power failure does not matter
		defaults.put("fsync", "off");
		defaults.put("timezone", "UTC");
		defaults.put("log_timezone", "UTC");
		// The words of the errors are the same everywhere
		defaults.put("lc_messages", "C");
		// What a standby needs that was away for a while
		defaults.put("wal_keep_size", "256MB");
		return defaults;
	}

	void write(Path data) {
		try {
			StringBuilder text = new StringBuilder("\n");
			this.settings.forEach((name, value) -> text.append(Sql.assignment(name, value)));
			Files.writeString(data.resolve("postgresql.conf"), text, StandardOpenOption.APPEND);
			Files.writeString(data.resolve("pg_hba.conf"), accessRules());
			if (this.tls) {
				SelfSignedCertificate certificate = SelfSignedCertificate.get();
				Files.writeString(data.resolve(CERTIFICATE), certificate.certificatePem());
				PrivateFile.write(data.resolve(PRIVATE_KEY), certificate.privateKeyPem());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// A password of everybody, the superuser included
	private String accessRules() {
		return """
				%1$s all all all scram-sha-256
				%1$s replication all all scram-sha-256
				""".formatted(this.tls ? "hostssl" : "host");
	}

}
