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

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.util.Assert;

/**
 * The application that is started. It says how long it took and, after its first query,
 * ends. It must not need the starter.
 *
 * @since 0.1.0
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartupApplication {

	/**
	 * Property that says which {@link Variant} the application is started as.
	 */
	static final String VARIANT_PROPERTY = "benchmark.variant";

	/**
	 * Start the application, use its database once, and stop it.
	 * @param args the properties of the application
	 * @throws SQLException if the database cannot be used
	 */
	public static void main(String[] args) throws SQLException {
		try (ConfigurableApplicationContext context = SpringApplication.run(StartupApplication.class, args)) {
			query(context.getBean(DataSource.class));
			report(Figure.QUERIED, uptime());
			context.getEnvironment().getRequiredProperty(VARIANT_PROPERTY, Variant.class).verify(context);
		}
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		long uptime = uptime();
		long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
		Duration started = event.getTimeTaken();
		Assert.state(started != null, "Spring Boot does not say how long it took");
		report(Figure.READY, uptime);
		report(Figure.STARTED, started.toMillis());
		report(Figure.CPU, TimeUnit.NANOSECONDS.toMillis(cpu));
		report(Figure.CLASSES, classes);
	}

	private static void query(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			connection.createStatement().execute("select 1");
		}
	}

	private static long uptime() {
		return ManagementFactory.getRuntimeMXBean().getUptime();
	}

	private static void report(Figure figure, long value) {
		System.out.println(figure.line(value));
	}

}
