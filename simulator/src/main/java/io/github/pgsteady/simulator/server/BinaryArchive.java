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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs for this machine, packed. As a record it is equal to itself: the
 * library that unpacks it remembers by this what is unpacked already.
 *
 * @param location where it is, usually in a jar
 * @param version its version, if the jar's name tells
 */
record BinaryArchive(URI location, @Nullable BinaryVersion version) implements PgBinaryResolver {

	private static final Map<URI, String> DIGESTS = new ConcurrentHashMap<>();

	@Override
	public InputStream getPgBinary(String system, String machineHardware) throws IOException {
		URLConnection connection = this.location.toURL().openConnection();
		// Otherwise the jar stays open, and cannot be deleted on Windows
		connection.setUseCaches(false);
		byte[] content;
		try (InputStream stream = connection.getInputStream()) {
			content = stream.readAllBytes();
		}
		DIGESTS.put(this.location, digest(content));
		return new ByteArrayInputStream(content);
	}

	// Where the library puts it, which it tells nobody: by digest of the archive
	Path unpackedDirectory() {
		String digest = DIGESTS.get(this.location);
		if (digest == null) {
			throw new IllegalStateException("Not unpacked yet: " + this.location);
		}
		return workingDirectory().resolve("PG-" + digest);
	}

	static Path workingDirectory() {
		String configured = System.getProperty("ot.epg.working-dir");
		return (configured != null) ? Path.of(configured)
				: Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
	}

	private static String digest(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
