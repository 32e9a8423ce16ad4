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

import java.util.HashMap;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.benchmark.rival.Calls;

/**
 * The application: Spring Boot with its own JDBC support and HikariCP, and a service that
 * writes two rows in a transaction. It is the same for all contenders.
 */
final class LedgerApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Bookkeeping bookkeeping;

	private final Calls calls;

	private LedgerApplication(ConfigurableApplicationContext context, Calls calls) {
		this.context = context;
		this.bookkeeping = context.getBean(Bookkeeping.class);
		this.calls = calls;
	}

	/**
	 * Start the application. It does not need its database yet.
	 * @param contender what is picked
	 * @param ledger where it writes
	 * @param properties further properties, which win
	 * @return the application
	 */
	static LedgerApplication start(Contender contender, Ledger ledger, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>();
		all.put("spring.datasource.url", contender.url(ledger.getJdbcUrl()));
		all.put("spring.datasource.username", ledger.getSimulation().getUsername());
		all.put("spring.datasource.password", ledger.getSimulation().getPassword());
		all.put("spring.datasource.hikari.maximum-pool-size", "10");
		// Failures are what is counted, and are not to be told one by one
		all.put("logging.level.root", System.getProperty("benchmarks.storm.log", "off"));
		all.putAll(contender.properties());
		all.putAll(properties);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Configuration.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(arguments(all));
		return new LedgerApplication(context, contender.newCalls());
	}

	// What stands on the command line wins against the environment of this process
	private static String[] arguments(Map<String, String> properties) {
		return properties.entrySet()
			.stream()
			.map((property) -> "--%s=%s".formatted(property.getKey(), property.getValue()))
			.toArray(String[]::new);
	}

	HikariDataSource getPool() {
		return this.context.getBean(HikariDataSource.class);
	}

	/**
	 * Write two rows, in the way of the contender.
	 * @param key the business key
	 */
	void post(String key) {
		this.calls.make(() -> {
			this.bookkeeping.post(key);
			return key;
		});
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
	@Import(Bookkeeping.class)
	static class Configuration {

	}

	/**
	 * What a user would write to keep books.
	 */
	@Service
	static class Bookkeeping {

		private static final String INSERT = "insert into ledger (business_key, side) values (?, ?)";

		private final JdbcTemplate jdbc;

		Bookkeeping(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void post(String key) {
			this.jdbc.update(INSERT, key, "debit");
			this.jdbc.update(INSERT, key, "credit");
		}

	}

}
