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

package io.github.pgsteady.benchmark.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The application that is measured: Spring Boot with HikariCP, and with Hibernate where
 * that is used.
 */
final class CostApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Supplier<?> operation;

	private CostApplication(Contender contender, Operation operation, ConfigurableApplicationContext context) {
		this.context = context;
		Object bean = operation.bean(context);
		contender.verify(context, (bean instanceof DataSource) ? context.getBean(Notes.class) : bean);
		this.operation = operation.on(bean, contender.newCalls());
	}

	/**
	 * Start the application.
	 * @param contender which one
	 * @param operation what it is to do
	 * @param properties further properties
	 * @return the application
	 * @throws IllegalStateException if it is not what it should be
	 */
	static CostApplication start(Contender contender, Operation operation, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(contender.getProperties());
		all.put("logging.level.root", "off");
		// The stub could not be asked for its dialect
		all.put("spring.jpa.database-platform", "org.hibernate.dialect.PostgreSQLDialect");
		all.put("spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access", "false");
		if (operation == Operation.SAVE) {
			all.put("spring.autoconfigure.exclude", "");
		}
		all.putAll(properties);
		return new CostApplication(contender, operation,
				new SpringApplicationBuilder(Configuration.class).sources(contender.getConfigurations())
					.web(WebApplicationType.NONE)
					.bannerMode(Banner.Mode.OFF)
					.run(arguments(all)));
	}

	private static String[] arguments(Map<String, String> properties) {
		return properties.entrySet()
			.stream()
			.map((property) -> "--%s=%s".formatted(property.getKey(), property.getValue()))
			.toArray(String[]::new);
	}

	DataSource getDataSource() {
		return this.context.getBean(DataSource.class);
	}

	Supplier<?> getOperation() {
		return this.operation;
	}

	/**
	 * Take away what the operations have left in the database.
	 */
	void reset() {
		this.context.getBean(Notes.class).reset();
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

	}

}
