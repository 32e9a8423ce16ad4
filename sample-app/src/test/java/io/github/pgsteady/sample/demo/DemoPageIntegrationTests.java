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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page of the demonstration in a real browser: each button is pressed, and
 * the page says what became of the users' orders.
 */
@Timeout(120)
class DemoPageIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static Chromium browser;

	private static ServletWebServerApplicationContext application;

	private static String url;

	@BeforeAll
	static void start() {
		browser = Chromium.start();
		application = (ServletWebServerApplicationContext) DemoApplication.application()
			.run("--DATABASE_URL=", "--server.port=0");
		url = "http://localhost:" + application.getWebServer().getPort();
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void openPage() {
		browser.setSize(1280, 1400);
		browser.open(url);
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(browser.text("connection")).isEqualTo("Live");
			assertThat(browser.findAll(By.cssSelector("#troubles button"))).hasSameSizeAs(Trouble.values());
		});
	}

	@ParameterizedTest
	@EnumSource
	void usersNoticeOnlyWithoutPgSteady(Trouble trouble) {
		compare();
		awaitCalls("with", 20);
		awaitCalls("without", 20);
		long failed = browser.number("with-failed");
		long unknown = browser.number("with-unknown");
		long failedWithout = browser.number("without-failed");
		long denied = browser.number("without-denied");

		press(trouble);

		await().atMost(PATIENCE).until(() -> !isUnderWay(trouble));
		awaitCalls("with", 40);
		await().atMost(PATIENCE).until(() -> browser.number("without-failed") > failedWithout);
		assertThat(browser.number("with-failed")).as("failed with pgsteady").isEqualTo(failed);
		if (trouble != Trouble.RESTART) {
			assertThat(browser.number("with-unknown")).as("unknown with pgsteady").isEqualTo(unknown);
		}
		if (trouble == Trouble.COMMIT) {
			await().atMost(PATIENCE).until(() -> browser.number("without-denied") > denied);
		}
		awaitAudit();
		assertThat(List.of(browser.number("with-missing"), browser.number("with-doubled"))).containsOnly(0L);
		assertThat(browser.text("marks")).contains(trouble.label());
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void pageTellsWhatFailedAndWhatWasDecided() {
		press(Trouble.KILL);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(browser.text("failures")).contains("connection-lost (57P01)", "recovered"));
		assertThat(browser.number("with-recovered")).isPositive();
		assertThat(browser.text("pool-state")).isIn("quiet", "busy");
		assertThat(browser.text("reason")).contains("Tuned for neon", "Last trouble");
		assertThat(browser.text("settings")).contains("minimum-idle", "provider", "Neon docs");
	}

	@Test
	void pageTellsThatDatabaseSleeps() {
		setRate("0");
		await().atMost(PATIENCE).until(() -> browser.text("now-database").equals("asleep"));
		setRate("40");
		await().atMost(PATIENCE).until(() -> browser.text("now-database").equals("awake"));
	}

	@Test
	void nothingComesFromElsewhere() {
		assertThat(
				browser.evaluate("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)"
						+ ".every((origin) => origin === location.origin)"))
			.isEqualTo(true);
		assertThat(browser.evaluate("getComputedStyle(document.querySelector('.pill')).borderRadius"))
			.isEqualTo("99px");
		assertThat(browser.evaluate("document.querySelector('#chart-calls').height > 100")).isEqualTo(true);
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void pageFitsPhone() {
		compare();
		browser.setSize(360, 740);
		assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo(360L);
	}

	@Test
	void pageIsDarkWhereThatIsPreferred() {
		browser.setDark(true);
		try {
			assertThat(background()).isEqualTo("rgb(15, 20, 26)");
		}
		finally {
			browser.setDark(false);
		}
		assertThat(background()).isEqualTo("rgb(245, 246, 248)");
	}

	/**
	 * Not a test: it takes the pictures of the README, where it is told where to put
	 * them.
	 * @throws IOException if they cannot be written
	 */
	@Test
	@EnabledIfSystemProperty(named = "demo.screenshots", matches = ".+")
	@Timeout(300)
	void takePictures() throws IOException {
		Path directory = Path.of(System.getProperty("demo.screenshots"));
		browser.setSize(1200, 1240);
		compare();
		awaitCalls("with", 600);
		for (Trouble trouble : List.of(Trouble.KILL, Trouble.SLEEP, Trouble.RESTART, Trouble.LIMIT, Trouble.STALL)) {
			press(trouble);
			await().atMost(PATIENCE).until(() -> !isUnderWay(trouble));
			awaitCalls("with", 500);
		}
		browser.photograph(directory.resolve("demo-without.png"));
		press(browser.find(By.id("without")), Keys.SPACE);
		await().atMost(PATIENCE).until(() -> !isComparing());
		browser.setDark(true);
		awaitCalls("with", 100);
		browser.photograph(directory.resolve("demo-with.png"));
		browser.setDark(false);
	}

	private Object background() {
		return browser.evaluate("getComputedStyle(document.body).backgroundColor");
	}

	// A pool whose connections have gone silent stays so: each time a new one
	private void compare() {
		if (isComparing()) {
			press(browser.find(By.id("without")), Keys.SPACE);
			await().atMost(PATIENCE).until(() -> !isComparing());
		}
		press(browser.find(By.id("without")), Keys.SPACE);
		await().atMost(PATIENCE).until(this::isComparing);
	}

	private boolean isComparing() {
		return browser.find(By.id("side-without")).isDisplayed();
	}

	private void press(Trouble trouble) {
		press(browser.find(By.id("trouble-" + trouble.id())), Keys.ENTER);
		await().atMost(PATIENCE).until(() -> browser.text("marks").contains(trouble.label()));
	}

	private void press(WebElement element, Keys key) {
		element.sendKeys(key);
	}

	private boolean isUnderWay(Trouble trouble) {
		return Boolean.parseBoolean(browser.find(By.id("trouble-" + trouble.id())).getDomAttribute("aria-disabled"));
	}

	private void setRate(String rate) {
		browser.evaluate("(() => { const rate = document.getElementById('rate'); rate.value = " + rate
				+ "; rate.dispatchEvent(new Event('change')); })()");
	}

	private void awaitCalls(String side, int count) {
		long before = browser.number(side + "-succeeded");
		await().atMost(PATIENCE).until(() -> browser.number(side + "-succeeded") >= before + count);
	}

	// What was told before now is counted
	private void awaitAudit() {
		long succeeded = browser.number("with-succeeded");
		await().atMost(PATIENCE).until(() -> browser.number("with-acknowledged") >= succeeded);
	}

}
