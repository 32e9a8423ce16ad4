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

package io.github.pgsteady.benchmark.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.rival.Calls;
import io.github.pgsteady.benchmark.rival.NaiveRetry;
import io.github.pgsteady.benchmark.rival.Resilience;

/**
 * What a user may pick. The application is the same for all; they differ in their
 * properties, which are beside this class, and in what is around the calls.
 */
enum Contender {

	/**
	 * Spring Boot alone.
	 */
	PLAIN("plain", "Spring Boot", "Spring Boot", Calls::direct),

	/**
	 * Spring Boot with the settings that are recommended for steadiness.
	 */
	TIMEOUTS("timeouts", "with recommended timeouts", "recommended\ntimeouts", Calls::direct),

	/**
	 * Spring Boot, with a {@code RetryTemplate} around each call.
	 */
	NAIVE("plain", "with spring-retry", "spring-retry", NaiveRetry::new),

	/**
	 * Spring Boot, with Retry and CircuitBreaker around each call.
	 */
	RESILIENCE("plain", "with resilience4j", "resilience4j", Resilience::new),

	/**
	 * Spring Boot on another driver.
	 */
	WRAPPER("wrapper", "on the AWS JDBC wrapper", "AWS JDBC\nwrapper", Calls::direct),

	/**
	 * Spring Boot with pgsteady, which may run the bodies of transactional methods again.
	 */
	STEADY("steady", "with pgsteady", "pgsteady", Calls::direct),

	/**
	 * The same, and it finds out what became of a {@code COMMIT}.
	 */
	RESOLVE("resolve", "with pgsteady, resolve", "pgsteady,\nresolve", Calls::direct);

	private static final String WRAPPED_CONNECTION = "software.amazon.jdbc.wrapper.ConnectionWrapper";

	private final String file;

	private final String description;

	private final String label;

	private final Supplier<Calls> calls;

	Contender(String file, String description, String label, Supplier<Calls> calls) {
		this.file = file;
		this.description = description;
		this.label = label;
		this.calls = calls;
	}

	/**
	 * Return what the contender is called in tables.
	 * @return the description
	 */
	String getDescription() {
		return this.description;
	}

	/**
	 * Return what the contender is called in charts.
	 * @return short lines
	 */
	String getLabel() {
		return this.label;
	}

	boolean isSteady() {
		return this == STEADY || this == RESOLVE;
	}

	/**
	 * Return what is around the calls of one application.
	 * @return a new instance
	 */
	Calls newCalls() {
		return this.calls.get();
	}

	/**
	 * Return the URL that the application is given.
	 * @param url the URL of the database
	 * @return the URL
	 */
	String url(String url) {
		return (this == WRAPPER) ? url.replace("jdbc:postgresql:", "jdbc:aws-wrapper:postgresql:") : url;
	}

	/**
	 * Return the properties that make the application what it is.
	 * @return the properties
	 */
	Map<String, String> properties() {
		try {
			Properties properties = PropertiesLoaderUtils
				.loadProperties(new ClassPathResource(this.file + ".properties", Contender.class));
			Map<String, String> all = new HashMap<>();
			properties.stringPropertyNames().forEach((name) -> all.put(name, properties.getProperty(name)));
			all.put("pgsteady.enabled", Boolean.toString(isSteady()));
			return all;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Verify that an application is what it is measured as.
	 * @param pool its pool, which can make a connection
	 * @throws IllegalStateException if it is not
	 */
	void verify(HikariDataSource pool) {
		Assert.state((pool.getDataSource() != null) == isSteady(), () -> "There is %s between pool and driver of %s"
			.formatted(isSteady() ? "nothing" : "something", this));
		Assert.state(isWrapped(pool) == (this == WRAPPER), () -> "The driver of " + this + " is another one");
		// What the file says has been heard
		String timeout = properties().get("spring.datasource.hikari.connection-timeout");
		Assert.state(timeout == null || Long.parseLong(timeout) == pool.getConnectionTimeout(),
				() -> "The pool of %s does not have its settings".formatted(this));
	}

	private boolean isWrapped(HikariDataSource pool) {
		try (Connection connection = pool.getConnection()) {
			return connection.unwrap(Connection.class).getClass().getName().equals(WRAPPED_CONNECTION);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
