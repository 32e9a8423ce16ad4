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

package io.github.pgsteady.simulator.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The JDK's own program for key stores: the JDK has no public API that signs a
 * certificate.
 */
final class KeyTool {

	static final String ALIAS = "server";

	private final Path javaHome;

	private final Path directory;

	private final String password = UUID.randomUUID().toString();

	KeyTool() {
		this(Path.of(System.getProperty("java.home")));
	}

	KeyTool(Path javaHome) {
		this.javaHome = javaHome;
		try {
			this.directory = Files.createTempDirectory("pgsteady-keytool");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String getPassword() {
		return this.password;
	}

	// The key store, which the caller deletes with deleteOutput()
	Path generate() {
		try {
			Process process = new ProcessBuilder(program().toString(), "-genkeypair", "-alias", ALIAS, "-keyalg", "EC",
					"-groupname", "secp256r1", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1",
					"-startdate", "-1d", "-validity", "30", "-storetype", "PKCS12", "-keystore", keyStore().toString(),
					"-storepass", this.password)
				.redirectErrorStream(true)
				.start();
			process.getOutputStream().close();
			String output = output(process);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
			return keyStore();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while keytool made a certificate", ex);
		}
	}

	private Path program() {
		Path bin = this.javaHome.resolve("bin");
		for (String name : new String[] { "keytool", "keytool.exe" }) {
			if (Files.isExecutable(bin.resolve(name))) {
				return bin.resolve(name);
			}
		}
		throw new IllegalStateException(
				"No keytool in %s: TLS needs a JDK, or a Java runtime with keytool, to make its certificate"
					.formatted(bin));
	}

	private static String output(Process process) throws IOException {
		try (InputStream output = process.getInputStream()) {
			return new String(output.readAllBytes(), StandardCharsets.UTF_8).trim();
		}
	}

	private Path keyStore() {
		return this.directory.resolve("server.p12");
	}

	void deleteOutput() {
		try {
			Files.deleteIfExists(keyStore());
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
