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

package io.github.pgsteady.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;

/**
 * Measures how long round trips take.
 */
final class LatencyStage implements StageExamination {

	private static final int ROUND_TRIPS = 50;

	private static final Duration FAR = Duration.ofMillis(20);

	@Override
	public Stage getStage() {
		return Stage.LATENCY;
	}

	@Override
	public Observation examine(MedicalRecord record) throws SQLException {
		long[] times = Transactions.ask(record.getFirst(), LatencyStage::measure);
		Arrays.sort(times);
		Duration median = Duration.ofNanos(times[times.length / 2]);
		Duration percentile = Duration.ofNanos(times[(times.length * 95 - 1) / 100]);
		record.setRoundTrip(median);
		boolean far = median.compareTo(FAR) > 0;
		if (far) {
			record.add(new Finding("far-database", Severity.INFO, record.getSubject().pool().getName(),
					"A round trip to the database takes %s ms".formatted(milliseconds(median)),
					"A call with 20 statements spends %s ms on the way"
						.formatted(milliseconds(median.multipliedBy(20))),
					List.of("median of %s round trips".formatted(ROUND_TRIPS)),
					"Run the application in the region of the database"));
		}
		Duration connect = record.getConnectTime();
		return Observation
			.of(far ? Verdict.NOTICED : Verdict.PASSED,
					"Median %s ms, 95th percentile %s ms of %s round trips; a new connection took %s".formatted(
							milliseconds(median), milliseconds(percentile), ROUND_TRIPS,
							(connect != null) ? Times.elapsed(connect) : "?"))
			.fact("roundTrips", ROUND_TRIPS)
			.fact("medianMicroseconds", median.toNanos() / 1000)
			.fact("percentile95Microseconds", percentile.toNanos() / 1000)
			.fact("connectMilliseconds", (connect != null) ? connect.toMillis() : null);
	}

	private static long[] measure(Connection connection) throws SQLException {
		long[] times = new long[ROUND_TRIPS];
		try (Statement statement = connection.createStatement()) {
			// The first one begins the transaction as well
			statement.execute("select 1");
			for (int i = 0; i < ROUND_TRIPS; i++) {
				long start = System.nanoTime();
				statement.execute("select 1");
				times[i] = System.nanoTime() - start;
			}
		}
		return times;
	}

	private static String milliseconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
	}

}
