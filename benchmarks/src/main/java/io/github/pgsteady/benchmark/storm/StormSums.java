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

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What was seen in all runs together.
 */
final class StormSums {

	private final List<Observation> observations;

	StormSums(List<Observation> observations) {
		this.observations = List.copyOf(observations);
	}

	boolean contains(Storm storm) {
		return this.observations.stream().anyMatch((run) -> run.storm() == storm);
	}

	/**
	 * Return the runs of one storm on one contender.
	 * @param storm the storm
	 * @param contender the contender
	 * @return the runs
	 */
	List<Observation> runs(Storm storm, Contender contender) {
		return runs((run) -> run.storm() == storm && run.contender() == contender);
	}

	private List<Observation> runs(Predicate<Observation> filter) {
		return this.observations.stream().filter(filter).toList();
	}

	Sum of(Storm storm, Contender contender) {
		return Sum.of(runs(storm, contender));
	}

	Sum of(Contender contender) {
		return Sum.of(runs((run) -> run.contender() == contender));
	}

	/**
	 * The sum of several runs.
	 *
	 * @param calls how many calls there were
	 * @param failed how many of them failed
	 * @param unknown how many of these said that nobody knows
	 * @param lost how many were acknowledged, and are not stored
	 * @param doubled how many are stored more than once
	 * @param half how many are stored in part
	 * @param denied how many failed, did not say that nobody knows, and are stored
	 * @param queries how many queries were sent
	 * @param recovery the median of the times to the first call that succeeded
	 */
	record Sum(long calls, long failed, long unknown, long lost, long doubled, long half, long denied, long queries,
			double recovery) {

		private static Sum of(List<Observation> runs) {
			return new Sum(sum(runs, Observation::calls), sum(runs, Observation::failed),
					sum(runs, Observation::unknown), sum(runs, Observation::lost), sum(runs, Observation::doubled),
					sum(runs, Observation::half), sum(runs, Observation::denied), sum(runs, Observation::queries),
					runs.isEmpty() ? Double.NaN : Spread.of(runs, Observation::recovery).median());
		}

		private static long sum(List<Observation> runs, ToLongFunction<Observation> value) {
			return runs.stream().mapToLong(value).sum();
		}

		double failedShare() {
			return (this.calls > 0) ? this.failed / (double) this.calls : 0;
		}

	}

}
