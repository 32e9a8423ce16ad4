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

package io.github.pgsteady.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever asks an application over HTTP, alone or in crowds.
 */
final class HttpCaller implements AutoCloseable {

	private final String url;

	private final Duration patience;

	private final ExecutorService executor = Executors.newFixedThreadPool(8);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.executor(this.executor)
		.build();

	/**
	 * Create a caller.
	 * @param port the port to ask on
	 * @param patience how long an answer may take; after that, asking fails
	 */
	HttpCaller(int port, Duration patience) {
		this.url = "http://localhost:" + port;
		this.patience = patience;
	}

	Answer get(String path) {
		return ask(path).join();
	}

	/**
	 * Ask many times at once.
	 * @param times how often
	 * @param path what for
	 * @return the answers, when all are there
	 */
	List<Answer> get(int times, String path) {
		List<CompletableFuture<Answer>> answers = ask(times, path);
		return answers.stream().map(CompletableFuture::join).toList();
	}

	List<CompletableFuture<Answer>> ask(int times, String path) {
		return Stream.generate(() -> ask(path)).limit(times).toList();
	}

	private CompletableFuture<Answer> ask(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + path)).timeout(this.patience).build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
			.thenApply((response) -> new Answer(response.statusCode(), new JsonMapper().readTree(response.body())));
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * What the application said.
	 *
	 * @param status the status of the response
	 * @param body what is in it
	 */
	record Answer(int status, JsonNode body) {

		/**
		 * Return how the answer to a question for the database's health reads.
		 * @return such as {@code 200 UP quiet}
		 */
		String health() {
			return "%s %s %s".formatted(this.status, this.body.path("status").asString(),
					this.body.path("details").path("state").asString("-"));
		}

	}

}
