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

package io.github.pgsteady.sample.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page of the demonstration on a database that it was given: it looks, and
 * breaks nothing.
 */
@Timeout(120)
@SimulatedPostgres
class DemoOnOwnDatabaseIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private PostgresSimulation postgres;

	private ServletWebServerApplicationContext application;

	@BeforeEach
	void start(PostgresSimulation postgres) {
		this.postgres = postgres;
		start(0);
	}

	private void start(int port) {
		this.application = (ServletWebServerApplicationContext) DemoApplication.application()
			.run("--spring.datasource.url=" + this.postgres.getDatabaseUrl(), "--server.port=" + port);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void databaseIsNotBroken() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/demo/api/troubles/kill"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.header(PageProtectionFilter.PAGE_HEADER, "true")
			.build();
		assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
			.isEqualTo(404);
	}

	@Test
	void nobodyElseReachesThePage() throws IOException {
		List<InetAddress> addresses = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress())
			.toList();
		for (InetAddress address : addresses) {
			assertThatIOException().as(address.toString()).isThrownBy(() -> new Socket(address, port()).close());
		}
	}

	@Test
	void pageFindsMissingAndDoubledOrders() {
		try (Chromium browser = Chromium.start()) {
			browser.open(url());
			await().atMost(PATIENCE).until(() -> browser.number("with-acknowledged") > 10);
			assertThat(browser.findAll(By.cssSelector("#troubles button"))).isEmpty();
			assertThat(browser.text("controls")).contains("It is no simulation");
			assertThat(List.of(browser.number("with-missing"), browser.number("with-doubled"))).containsOnly(0L);
			this.postgres.execute("INSERT INTO demo_order (run, side, number)"
					+ " SELECT run, side, number FROM demo_order WHERE number IN (1, 2)");
			this.postgres.execute("DELETE FROM demo_item WHERE order_id IN"
					+ " (SELECT id FROM demo_order WHERE number IN (3, 4, 5))");
			this.postgres.execute("DELETE FROM demo_order WHERE number IN (3, 4, 5)");
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(List.of(browser.number("with-missing"), browser.number("with-doubled")))
					.containsExactly(3L, 2L));
		}
	}

	@Test
	void pageSaysWhenTheServerIsGoneAndWhenItIsBack() {
		int port = port();
		try (Chromium browser = Chromium.start()) {
			browser.open(url());
			await().atMost(PATIENCE).until(() -> browser.text("connection").equals("Live"));
			assertThat(browser.find(By.id("gone")).isDisplayed()).isFalse();
			stop();
			await().atMost(PATIENCE).until(() -> browser.text("connection").equals("Server gone"));
			assertThat(browser.find(By.id("gone")).isDisplayed()).isTrue();
			start(port);
			await().atMost(PATIENCE).until(() -> browser.text("connection").equals("Live"));
			assertThat(browser.find(By.id("gone")).isDisplayed()).isFalse();
		}
	}

	private int port() {
		return this.application.getWebServer().getPort();
	}

	private String url() {
		return "http://localhost:" + port();
	}

}
