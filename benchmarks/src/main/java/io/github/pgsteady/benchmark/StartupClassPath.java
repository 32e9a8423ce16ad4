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

package io.github.pgsteady.benchmark;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.retry.support.RetryTemplate;

import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;

/**
 * The class paths of the two applications: that of this program without what neither of
 * them uses, and the same without what only the starter brings.
 */
final class StartupClassPath {

	// Without these, what else Spring Data JPA and datasource-proxy bring is dead weight
	private static final Pattern UNUSED = Pattern
		.compile("/(spring-boot-(data-|hibernate|jpa)|spring-data-|hibernate-core|datasource-)[^/]*\\.jar$");

	private StartupClassPath() {
	}

	static String of(Variant variant) {
		String complete = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !UNUSED.matcher(entry.replace(File.separatorChar, '/')).find())
			.collect(Collectors.joining(File.pathSeparator));
		return (variant == Variant.PLAIN) ? withoutStarter(complete) : complete;
	}

	private static String withoutStarter(String complete) {
		Set<Path> starter = Set.of(location(PgSteadyPoolAutoConfiguration.class), location(RetryTemplate.class));
		return Arrays.stream(complete.split(File.pathSeparator))
			.filter((entry) -> !starter.contains(absolute(Path.of(entry))))
			// Has no classes to be found by
			.filter((entry) -> !entry.contains("pgsteady-spring-boot-starter"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Path location(Class<?> type) {
		try {
			return absolute(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path absolute(Path path) {
		return path.toAbsolutePath().normalize();
	}

}
