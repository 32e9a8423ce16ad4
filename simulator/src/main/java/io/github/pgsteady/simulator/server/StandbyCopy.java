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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Copies the data of a running server for a standby, as {@code pg_basebackup} does, which
 * the archives of the programs do not have.
 */
final class StandbyCopy {

	// The write-ahead log comes over the connection; the rest is of the running server
	private static final Set<String> EMPTY_DIRECTORIES = Set.of("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify",
			"pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

	private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "backup_label");

	private final Access primary;

	private final int version;

	StandbyCopy(Access primary, int version) {
		this.primary = primary;
		this.version = version;
	}

	void copy(Path from, Path to, String connectionInfo) {
		try (Connection connection = this.primary.connectAsSuperuser(Access.MAINTENANCE_DATABASE)) {
			Access.query(connection, (this.version < 15) ? "select pg_start_backup('standby', true, false)"
					: "select pg_backup_start('standby', true)");
			Files.walkFileTree(from, new Copying(from, to));
			String label = Access.query(connection,
					(this.version < 15) ? "select labelfile from pg_stop_backup(false, false)"
							: "select labelfile from pg_backup_stop(false)");
			Files.writeString(to.resolve("backup_label"), label);
			Files.createFile(to.resolve("standby.signal"));
			Files.writeString(to.resolve("postgresql.auto.conf"), Sql.assignment("primary_conninfo", connectionInfo),
					StandardOpenOption.APPEND);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The primary cannot be copied: " + ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Copies a directory that changes meanwhile: the log that is replayed later makes up
	 * for it.
	 */
	private static final class Copying extends SimpleFileVisitor<Path> {

		private final Path from;

		private final Path to;

		private Copying(Path from, Path to) {
			this.from = from;
			this.to = to;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
			Files.copy(directory, target(directory), StandardCopyOption.COPY_ATTRIBUTES);
			Path parent = directory.getParent();
			boolean empty = this.from.equals(parent) && EMPTY_DIRECTORIES.contains(directory.getFileName().toString());
			return empty ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			if (!LEFT_OUT.contains(file.getFileName().toString())) {
				try {
					Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
				}
				catch (NoSuchFileException ex) {
					// Dropped in between
				}
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
			if (failure instanceof NoSuchFileException) {
				return FileVisitResult.CONTINUE;
			}
			throw failure;
		}

		private Path target(Path path) {
			return this.to.resolve(this.from.relativize(path).toString());
		}

	}

}
