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

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pgsteady.benchmark.Series;

/**
 * What a connection holds while it lies in the pool: how much more is alive when there
 * are many of them. That of the stub driver is the same for all.
 */
final class Footprint {

	static final int CONNECTIONS = 100;

	private static final List<Contender> CONTENDERS = List.of(Contender.PLAIN, Contender.SURFACE, Contender.RESOLVE,
			Contender.DATASOURCE_PROXY);

	private final Map<Contender, Series> bytes = new EnumMap<>(Contender.class);

	private Footprint() {
	}

	/**
	 * Measure all, by turns.
	 * @param connections the number of connections
	 * @param times how often
	 * @return what was measured
	 */
	static Footprint measure(int connections, int times) {
		Footprint footprint = new Footprint();
		// The first application of a kind also loads classes
		for (int i = -1; i < times; i++) {
			for (Contender contender : CONTENDERS) {
				double bytes = bytes(contender, connections);
				if (i >= 0) {
					footprint.bytes.computeIfAbsent(contender, (key) -> new Series()).add(bytes);
				}
			}
		}
		return footprint;
	}

	private static double bytes(Contender contender, int connections) {
		Map<String, String> properties = new HashMap<>(CostBenchmark.stub());
		properties.put("spring.datasource.hikari.maximum-pool-size", Integer.toString(connections));
		properties.put("spring.datasource.hikari.minimum-idle", "1");
		try (CostApplication application = CostApplication.start(contender, Operation.READ, properties)) {
			use(application.getDataSource(), 1);
			long before = alive();
			use(application.getDataSource(), connections);
			return (alive() - before) / (connections - 1.0);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void use(DataSource dataSource, int connections) throws SQLException {
		List<Connection> used = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			Connection connection = dataSource.getConnection();
			used.add(connection);
			try (PreparedStatement statement = connection.prepareStatement("select text from note where id = ?")) {
				statement.executeQuery();
			}
		}
		for (Connection connection : used) {
			connection.close();
		}
	}

	private static long alive() {
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		// What is only reachable weakly goes with the second
		for (int i = 0; i < 3; i++) {
			memory.gc();
		}
		return memory.getHeapMemoryUsage().getUsed();
	}

	Map<Contender, Series> toMap() {
		return this.bytes;
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("| | min / median / max |%n|---|---|%n".formatted());
		this.bytes.forEach((contender, series) -> table.append("| %s | %s |%n".formatted(contender, series.spread(0))));
		return table.toString();
	}

}
