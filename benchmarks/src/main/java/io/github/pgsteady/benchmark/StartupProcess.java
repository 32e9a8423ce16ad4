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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.util.Assert;

/**
 * Starts an application in a JVM of its own, and waits until it has ended.
 */
class StartupProcess {

	private static final long LIMIT_SECONDS = 120;

	private final String databaseUrl;

	StartupProcess(String databaseUrl) {
		this.databaseUrl = databaseUrl;
	}

	/**
	 * Start an application.
	 * @param variant which one
	 * @return what was measured
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if the current thread is interrupted
	 * @throws IllegalStateException if the application is not what it should be
	 */
	Map<Figure, Double> run(Variant variant) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command(variant)).redirectErrorStream(true);
		builder.environment().remove("DATABASE_URL");
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		List<String> output = new ArrayList<>();
		long start = System.nanoTime();
		Process process = builder.start();
		CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.add(line);
				read(line, start, figures);
			}
		}
		int status = process.waitFor();
		Assert.state(status == 0 && figures.size() == Figure.values().length,
				() -> "%s ended with %s:%n%s".formatted(variant, status, String.join(System.lineSeparator(), output)));
		return figures;
	}

	private void read(String line, long start, Map<Figure, Double> figures) {
		for (Figure figure : Figure.values()) {
			if (figure.isIn(line)) {
				figures.put(figure, figure.in(line));
			}
		}
		if (Figure.READY.isIn(line)) {
			figures.put(Figure.WALL, (System.nanoTime() - start) / 1_000_000.0);
		}
	}

	private List<String> command(Variant variant) {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				StartupClassPath.of(variant), StartupApplication.class.getName(),
				"--" + StartupApplication.VARIANT_PROPERTY + "=" + variant,
				"--spring.datasource.url=" + this.databaseUrl, "--spring.datasource.username=postgres",
				"--spring.main.banner-mode=off", "--server.port=0", "--pgsteady.provider=neon");
	}

}
