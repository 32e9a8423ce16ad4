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

import java.util.Locale;

/**
 * What was seen of a contender in a storm.
 *
 * @param storm the storm
 * @param contender the contender
 * @param run which time it was; it is the seed
 * @param calls how many calls there were from its beginning on
 * @param failed how many of them failed
 * @param unknown how many of these said that nobody knows
 * @param lost how many were acknowledged, and are not stored
 * @param doubled how many are stored more than once
 * @param half how many are stored in part
 * @param denied how many failed, did not say that nobody knows, and are stored
 * @param median the median of the duration of the calls, in milliseconds
 * @param percentile99 the 99th percentile
 * @param silence the longest time without a call that succeeded, in milliseconds
 * @param recovery the time from the end of the storm to the first call that succeeded, in
 * milliseconds; not a number if none did
 * @param peak how many connections there were at a time
 * @param opened how many connections were made
 * @param queries how many queries were sent
 */
record Observation(Storm storm, Contender contender, int run, long calls, long failed, long unknown, long lost,
		long doubled, long half, long denied, double median, double percentile99, double silence, double recovery,
		long peak, long opened, long queries) {

	/**
	 * The names of the fields of a line.
	 */
	static final String HEAD = "storm,contender,run,calls,failed,unknown,lost,doubled,half,denied,"
			+ "median,percentile99,silence,recovery,peak,opened,queries";

	/**
	 * Read one.
	 * @param line what {@link #toString()} returned
	 * @return what it was called on
	 */
	static Observation parse(String line) {
		String[] fields = line.split(",");
		return new Observation(Storm.valueOf(fields[0]), Contender.valueOf(fields[1]), Integer.parseInt(fields[2]),
				Long.parseLong(fields[3]), Long.parseLong(fields[4]), Long.parseLong(fields[5]),
				Long.parseLong(fields[6]), Long.parseLong(fields[7]), Long.parseLong(fields[8]),
				Long.parseLong(fields[9]), Double.parseDouble(fields[10]), Double.parseDouble(fields[11]),
				Double.parseDouble(fields[12]), Double.parseDouble(fields[13]), Long.parseLong(fields[14]),
				Long.parseLong(fields[15]), Long.parseLong(fields[16]));
	}

	/**
	 * Return it as a line of comma-separated values.
	 */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%.2f,%.2f,%.1f,%.1f,%s,%s,%s",
				this.storm.name(), this.contender.name(), this.run, this.calls, this.failed, this.unknown, this.lost,
				this.doubled, this.half, this.denied, this.median, this.percentile99, this.silence, this.recovery,
				this.peak, this.opened, this.queries);
	}

}
