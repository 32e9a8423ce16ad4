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

package io.github.pgsteady.simulator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The file that this JVM looks host names up in, in place of DNS, so that a test can move
 * a name to another address or let it vanish.
 * <p>
 * The JVM must be started with {@code -Djdk.net.hosts.file=<file>}; it has then
 * <b>only</b> the names in that file, so {@code localhost} must be there, too, if it is
 * used. Java reads the file at each look-up, but remembers an answer for the number of
 * seconds in the security property {@code networkaddress.cache.ttl} (30 unless set) and a
 * failure for those in {@code networkaddress.cache.negative.ttl} (10): set both to 0 to
 * see a change at once.
 *
 * @since 0.1.0
 */
public final class HostsFile implements AutoCloseable {

	private static final String PROPERTY = "jdk.net.hosts.file";

	private final Path file;

	private final @Nullable String original;

	private HostsFile(Path file) throws IOException {
		this.file = file;
		this.original = Files.exists(file) ? Files.readString(file) : null;
	}

	/**
	 * Return the file that this JVM uses.
	 * @return the file
	 * @throws IllegalStateException if this JVM was not started with
	 * {@code -Djdk.net.hosts.file}
	 * @throws UncheckedIOException if the file cannot be read
	 */
	public static HostsFile inUse() {
		String file = System.getProperty(PROPERTY);
		if (file == null || file.isEmpty()) {
			throw new IllegalStateException(("This JVM asks DNS for host names: start it with -D%s=<file>, such as in "
					+ "the argLine of Surefire or the jvmArgs of Gradle's test task")
				.formatted(PROPERTY));
		}
		try {
			return new HostsFile(Path.of(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Give a name these addresses, in place of those it had.
	 * @param name the host name
	 * @param addresses its addresses, in the order in which Java shall return them
	 * @return this
	 * @throws IllegalArgumentException if the name is not one, or if there is no address
	 * @throws UncheckedIOException if the file cannot be written
	 */
	public synchronized HostsFile map(String name, InetAddress... addresses) {
		if (addresses.length == 0) {
			throw new IllegalArgumentException("No address for '%s': remove it to have none".formatted(name));
		}
		List<String> lines = linesWithout(name);
		for (InetAddress address : addresses) {
			lines.add(address.getHostAddress() + " " + name);
		}
		write(String.join("\n", lines) + "\n");
		return this;
	}

	/**
	 * Let a name vanish, so that it is not found: {@code java.net.UnknownHostException}.
	 * @param name the host name; nothing happens if it is not there
	 * @return this
	 * @throws IllegalArgumentException if the name is not one
	 * @throws UncheckedIOException if the file cannot be written
	 */
	public synchronized HostsFile remove(String name) {
		write(String.join("\n", linesWithout(name)) + "\n");
		return this;
	}

	// Other names of the same line stay
	private List<String> linesWithout(String name) {
		if (!name.matches("[\\p{Alnum}._-]+")) {
			throw new IllegalArgumentException("'%s' is not a host name".formatted(name));
		}
		List<String> lines = new ArrayList<>();
		for (String line : read().lines().toList()) {
			List<String> words = new ArrayList<>(Arrays.asList(line.replaceFirst("#.*", "").trim().split("\\s+")));
			if (words.removeIf((word) -> lowerCase(word).equals(lowerCase(name)))) {
				line = String.join(" ", words);
			}
			if (words.size() > 1) {
				lines.add(line);
			}
		}
		return lines;
	}

	private static String lowerCase(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

	private String read() {
		try {
			return Files.exists(this.file) ? Files.readString(this.file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// In one move: a look-up must not meet half a file
	private void write(String content) {
		try {
			Path directory = this.file.toAbsolutePath().getParent();
			Path next = Files.createTempFile(directory, "hosts", ".tmp");
			Files.writeString(next, content);
			Files.move(next, this.file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Restore the file to what it was.
	 * @throws UncheckedIOException if the file cannot be written
	 */
	@Override
	public synchronized void close() {
		if (this.original != null) {
			write(this.original);
			return;
		}
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
