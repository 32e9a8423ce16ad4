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
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * The directory of one server: its data and what it says. It goes when the server goes.
 *
 * @param directory the directory
 */
record ServerHome(Path directory) {

	private static final int TAIL = 4000;

	static ServerHome create() {
		try {
			return new ServerHome(Files.createTempDirectory("pgsteady-simulator"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path data() {
		return this.directory.resolve("data");
	}

	// What the server writes
	Path log() {
		return this.directory.resolve("server.log");
	}

	// What the programs write that start and stop it
	Path programLog() {
		return this.directory.resolve("programs.log");
	}

	long logLength() {
		try {
			return Files.exists(log()) ? Files.size(log()) : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String logSince(long position) {
		byte[] content = read(log());
		int from = (int) Math.min(position, content.length);
		return new String(content, from, content.length - from, StandardCharsets.UTF_8);
	}

	// The end of both logs, for the message of an exception
	String lastWords() {
		return tail(programLog()) + "\n" + tail(log());
	}

	private static String tail(Path file) {
		String text = new String(read(file), StandardCharsets.UTF_8).trim();
		return (text.length() <= TAIL) ? text : text.substring(text.length() - TAIL);
	}

	private static byte[] read(Path file) {
		try {
			return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void delete() {
		if (!Files.exists(this.directory)) {
			return;
		}
		try {
			Files.walkFileTree(this.directory, new Deletion());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Left behind: " + this.directory, ex);
		}
	}

	/**
	 * Deletes files that the last process of the server may delete at the same time.
	 */
	private static final class Deletion extends SimpleFileVisitor<Path> {

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Files.deleteIfExists(file);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
			if (failure instanceof NoSuchFileException) {
				return FileVisitResult.CONTINUE;
			}
			throw failure;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
			if (failure != null) {
				throw failure;
			}
			Files.deleteIfExists(directory);
			return FileVisitResult.CONTINUE;
		}

	}

}
