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

package io.github.pgsteady.benchmark.retry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.benchmark.connection.StubDriver;

/**
 * A call of a repository, whose transaction of two statements is executed by a driver
 * that costs next to nothing.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class StubCall {

	@Param
	private Guard guard;

	private ConfigurableApplicationContext context;

	private Notes notes;

	/**
	 * Start the application.
	 */
	@Setup
	public void start() {
		this.context = new SpringApplicationBuilder(Configuration.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run("--spring.datasource.url=" + StubDriver.URL,
					"--spring.datasource.driver-class-name=" + StubDriver.class.getName(),
					"--pgsteady.enabled=" + (this.guard != Guard.PLAIN),
					"--pgsteady.retry.enabled=" + (this.guard == Guard.GUARDED), "--logging.level.root=off");
		this.notes = this.context.getBean(Notes.class);
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * Call the repository.
	 * @return what the database says
	 * @throws SQLException never
	 */
	@Benchmark
	public int call() throws SQLException {
		return this.notes.addAndRead();
	}

	/**
	 * What lies around the call, and below it.
	 */
	public enum Guard {

		/**
		 * Nothing: Spring Boot alone.
		 */
		PLAIN,

		/**
		 * The connection records, but nothing is repeated.
		 */
		RECORDED,

		/**
		 * All of pgsteady.
		 */
		GUARDED

	}

	/**
	 * What a user would write.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		Notes notes(DataSource dataSource) {
			return new Notes(dataSource);
		}

	}

	/**
	 * A repository without a template, which would cost more than what is measured.
	 */
	@Repository
	static class Notes {

		private final DataSource dataSource;

		Notes(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Transactional
		int addAndRead() throws SQLException {
			Connection connection = DataSourceUtils.getConnection(this.dataSource);
			try (PreparedStatement insert = connection.prepareStatement("insert into note (text) values (?)");
					PreparedStatement select = connection.prepareStatement("select text from note where id = ?")) {
				insert.setString(1, "coffee");
				int rows = insert.executeUpdate();
				select.setInt(1, 1);
				try (ResultSet result = select.executeQuery()) {
					result.next();
					return rows + result.getInt(1);
				}
			}
			finally {
				DataSourceUtils.releaseConnection(connection, this.dataSource);
			}
		}

	}

}
