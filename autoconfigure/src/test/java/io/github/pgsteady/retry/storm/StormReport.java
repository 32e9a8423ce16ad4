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

package io.github.pgsteady.retry.storm;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What became of the calls of a storm.
 *
 * @param variant who repeated what failed
 * @param disaster what struck
 * @param strikes how often
 * @param losses how many links went while something was being committed on them
 * @param longest how long the longest call took
 * @param tally what became of all
 * @param tallies what became of them, by how they wrote
 * @param failed the calls that failed
 * @param withoutExcuse those of them for which nothing was being committed when a link
 * went
 */
record StormReport(Variant variant, Disaster disaster, int strikes, int losses, Duration longest, Tally tally,
		Map<Access, Tally> tallies, List<Call> failed, List<Call> withoutExcuse) {

	static StormReport of(Variant variant, Disaster disaster, int strikes, List<Call> calls,
			Map<String, Integer> stored, LinkLosses losses) {
		List<Call> failed = calls.stream().filter((call) -> !call.isAcknowledged()).toList();
		Duration longest = calls.stream()
			.map((call) -> Duration.between(call.begun(), call.ended()))
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
		Map<Access, Tally> tallies = calls.stream()
			.collect(Collectors.groupingBy(Call::access, TreeMap::new,
					Collectors.collectingAndThen(Collectors.toList(), (some) -> Tally.of(some, stored))));
		return new StormReport(variant, disaster, strikes, losses.count(), longest, Tally.of(calls, stored), tallies,
				failed, losses.withoutLoss(failed));
	}

	List<Call> failed(Predicate<Call> filter) {
		return this.failed.stream().filter(filter).toList();
	}

	@Override
	public String toString() {
		return "| %s | %s | %s | %s | %s | %s |".formatted(this.variant, this.disaster, this.strikes, this.losses,
				this.longest.toMillis(), this.tally);
	}

}
