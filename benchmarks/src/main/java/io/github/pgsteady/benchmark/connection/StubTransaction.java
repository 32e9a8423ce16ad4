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

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.github.pgsteady.benchmark.Variant;

/**
 * A transaction of two statements on a driver that costs next to nothing, so that what
 * remains is the pool and what is below it. The pool is the one of a whole application.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class StubTransaction {

	@Param
	private Variant variant;

	private Application application;

	private DataSource dataSource;

	/**
	 * Start the application.
	 */
	@Setup
	public void start() {
		this.application = Application.start(this.variant, Map.of("spring.datasource.url", StubDriver.URL,
				"spring.datasource.driver-class-name", StubDriver.class.getName()));
		this.dataSource = this.application.getPool();
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		this.application.close();
	}

	/**
	 * Execute a transaction.
	 * @param heap what is left of it
	 * @return what the database says
	 * @throws SQLException never
	 */
	@Benchmark
	public int transaction(Heap heap) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			int answer = insert(connection) + select(connection);
			connection.commit();
			return answer;
		}
	}

	private int insert(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("insert into note (text) values (?)")) {
			statement.setString(1, "coffee");
			return statement.executeUpdate();
		}
	}

	private int select(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select text from note where id = ?")) {
			statement.setInt(1, 1);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getInt(1);
			}
		}
	}

	/**
	 * What is alive after an iteration of millions of transactions.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Heap {

		/**
		 * The number of bytes.
		 */
		public long alive;

		/**
		 * Leave only what is alive, and measure it.
		 */
		@TearDown(Level.Iteration)
		public void measure() {
			System.gc();
			this.alive = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}

	}

}
