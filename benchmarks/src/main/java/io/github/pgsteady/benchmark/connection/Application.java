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

import java.util.HashMap;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * The application that is measured: Spring Boot with its own JDBC support and HikariCP.
 * With and without the starter it is the same but for one property.
 */
final class Application implements AutoCloseable {

	private static final String SCHEMA = "classpath:io/github/pgsteady/benchmark/connection/schema.sql";

	private final ConfigurableApplicationContext context;

	private final JdbcTemplate jdbc;

	private final Notes notes;

	private Application(ConfigurableApplicationContext context) {
		this.context = context;
		this.jdbc = context.getBean(JdbcTemplate.class);
		this.notes = context.getBean(Notes.class);
	}

	/**
	 * Start the application on a database of the simulator, through its proxy. It creates
	 * its table when it starts, so it needs the database then, as one with migrations
	 * does.
	 * @param variant with or without the starter
	 * @param database the database
	 * @param properties further properties, which win
	 * @return the application
	 */
	static Application start(Variant variant, PostgresSimulation database, Map<String, String> properties) {
		return start(variant, propertiesOf(database, properties));
	}

	/**
	 * Return the properties of the application on a database of the simulator.
	 * @param database the database
	 * @param properties further properties, which win
	 * @return all of them
	 */
	static Map<String, String> propertiesOf(PostgresSimulation database, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>();
		all.put("spring.datasource.url", database.getJdbcUrl());
		all.put("spring.datasource.username", database.getUsername());
		all.put("spring.datasource.password", database.getPassword());
		all.put("spring.sql.init.mode", "always");
		all.put("spring.sql.init.schema-locations", SCHEMA);
		all.putAll(properties);
		return all;
	}

	/**
	 * Start the application.
	 * @param variant with or without the starter
	 * @param properties its properties
	 * @return the application
	 * @throws IllegalStateException if it is not what it should be
	 */
	static Application start(Variant variant, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		all.put("pgsteady.enabled", Boolean.toString(variant == Variant.STARTER));
		// Failures are what is measured, and are not to be told one by one
		all.put("logging.level.root", "off");
		Application application = new Application(new SpringApplicationBuilder(Configuration.class).web(webType(all))
			.bannerMode(Banner.Mode.OFF)
			.run(arguments(all)));
		application.verify(variant);
		return application;
	}

	private static WebApplicationType webType(Map<String, String> properties) {
		return properties.containsKey("server.port") ? WebApplicationType.SERVLET : WebApplicationType.NONE;
	}

	// What stands on the command line wins against the environment of this process
	private static String[] arguments(Map<String, String> properties) {
		return properties.entrySet()
			.stream()
			.map((property) -> "--%s=%s".formatted(property.getKey(), property.getValue()))
			.toArray(String[]::new);
	}

	private void verify(Variant variant) {
		boolean layered = (getPool().getDataSource() != null);
		Assert.state(layered == (variant == Variant.STARTER), () -> "There is %s between pool and driver of %s"
			.formatted(layered ? "something" : "nothing", variant));
	}

	/**
	 * Return where the application, which was given a {@code server.port}, is.
	 * @return its URL
	 */
	String getUrl() {
		return url("local.server.port");
	}

	/**
	 * Return where Actuator is.
	 * @return the URL of its own port
	 */
	String getManagementUrl() {
		return url("local.management.port");
	}

	private String url(String port) {
		return "http://localhost:" + this.context.getEnvironment().getRequiredProperty(port);
	}

	HikariDataSource getPool() {
		return this.context.getBean(HikariDataSource.class);
	}

	/**
	 * Execute one statement.
	 */
	void query() {
		this.jdbc.queryForObject("select 1", Integer.class);
	}

	/**
	 * Execute a transaction of two statements.
	 */
	void transact() {
		this.notes.addAndRead();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What a user would write.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		Notes notes(JdbcTemplate jdbc) {
			return new Notes(jdbc);
		}

		@Bean
		@ConditionalOnWebApplication
		NotesController notesController(Notes notes) {
			return new NotesController(notes);
		}

	}

	/**
	 * What a user would write for others to get to it.
	 */
	@RestController
	static class NotesController {

		private final Notes notes;

		NotesController(Notes notes) {
			this.notes = notes;
		}

		@GetMapping("/notes/count")
		long count() {
			return this.notes.count();
		}

	}

	/**
	 * What a user would write to get to a table.
	 */
	@Repository
	static class Notes {

		private final JdbcTemplate jdbc;

		Notes(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void addAndRead() {
			Long id = this.jdbc.queryForObject("insert into note (text) values (?) returning id", Long.class, "coffee");
			this.jdbc.queryForObject("select text from note where id = ?", String.class, id);
		}

		long count() {
			Long count = this.jdbc.queryForObject("select count(*) from note", Long.class);
			return (count != null) ? count : 0;
		}

	}

}
