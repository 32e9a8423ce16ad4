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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser, as Debian's packages {@code chromium} and {@code chromium-driver} have it.
 */
final class Chromium implements AutoCloseable {

	private static final String REASON = "%s is missing: install the packages 'chromium' and 'chromium-driver'";

	private static final List<String> DIRECTORIES = List.of("/usr/bin", "/usr/lib/chromium");

	private final ChromeDriver driver;

	private Chromium(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start the browser. Without it the test is skipped, but fails in continuous
	 * integration.
	 * @return the browser
	 */
	static Chromium start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find("chromium").toFile());
		// No sandbox: it does not work as root
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars", "--window-size=1280,1400");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(find("chromedriver").toFile())
			.usingAnyFreePort()
			.build();
		return new Chromium(new ChromeDriver(service, options));
	}

	private static Path find(String name) {
		return Stream.concat(Stream.of(System.getenv("PATH").split(":")), DIRECTORIES.stream())
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseGet(() -> {
				String reason = REASON.formatted(name);
				assertThat(System.getenv("CI")).as(reason).isNull();
				return Assumptions.abort(reason);
			});
	}

	void open(String url) {
		this.driver.get(url);
	}

	WebElement find(By by) {
		return this.driver.findElement(by);
	}

	List<WebElement> findAll(By by) {
		return this.driver.findElements(by);
	}

	/**
	 * Return what stands there, also where one would have to scroll to it.
	 * @param id the element
	 * @return its text
	 */
	String text(String id) {
		return find(By.id(id)).getDomProperty("textContent").strip();
	}

	/**
	 * Return a number that stands there.
	 * @param id the element
	 * @return the number
	 */
	long number(String id) {
		return Long.parseLong(text(id).replace(",", ""));
	}

	Object evaluate(String script) {
		return this.driver.executeScript("return " + script);
	}

	/**
	 * Return what the browser has to complain of: errors of scripts, what the policy of
	 * the page forbids, what could not be loaded.
	 * @return the messages
	 */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	void setSize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void setDark(boolean dark) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	void photograph(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
