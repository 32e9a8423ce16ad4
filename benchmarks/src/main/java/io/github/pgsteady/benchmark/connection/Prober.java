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

package io.github.pgsteady.benchmark.connection;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whoever asks an application over HTTP, and does not wait for one answer before asking
 * again.
 */
final class Prober implements AutoCloseable {

	private static final Duration PERIOD = Duration.ofMillis(250);

	// Some would wait for ever
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	// As the body tells them, without a parser
	private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]+)\"");

	private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]+)\"");

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.executor(this.executor)
		.build();

	/**
	 * Ask four times a second.
	 * @param url what to ask for
	 * @param time for how long to ask
	 * @return the answers, when the last is there or has been waited for in vain
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Answer> probe(String url, Duration time) throws InterruptedException {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();
		for (long i = 0; i < Math.max(1, time.dividedBy(PERIOD)); i++) {
			answers.add(ask(url));
			TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
		}
		return answers.stream().map(CompletableFuture::join).toList();
	}

	/**
	 * Ask many times at once.
	 * @param url what to ask for
	 * @param times how often
	 * @return the answers
	 */
	List<CompletableFuture<Answer>> ask(String url, int times) {
		return Stream.generate(() -> ask(url)).limit(times).toList();
	}

	private CompletableFuture<Answer> ask(String url) {
		long begun = System.nanoTime();
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
			.handle((response, failure) -> new Answer((System.nanoTime() - begun) / 1e6,
					(failure != null) ? "no answer" : text(response)));
	}

	private static String text(HttpResponse<String> response) {
		return "%s %s %s"
			.formatted(response.statusCode(), first(STATUS, response.body()), first(STATE, response.body()))
			.strip();
	}

	private static String first(Pattern pattern, String body) {
		Matcher matcher = pattern.matcher(body);
		return matcher.find() ? matcher.group(1) : "";
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * What the application said.
	 *
	 * @param millis after which time, in milliseconds
	 * @param text the status of the response, and what it says of the health; or that
	 * there was none
	 */
	record Answer(double millis, String text) {

	}

}
