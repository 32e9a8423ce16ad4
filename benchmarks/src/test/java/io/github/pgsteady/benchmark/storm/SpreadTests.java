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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Spread} and {@link StormSums}.
 */
class SpreadTests {

	private static final Observation RUN = Observation
		.parse("OUTAGE,PLAIN,1,100,8,2,1,3,0,4,1.00,9.50,200.0,40.0,10,20,400");

	private static final Observation ENDLESS = Observation
		.parse("OUTAGE,PLAIN,2,100,9,0,0,0,0,0,1.00,9.50,200.0,NaN,10,20,400");

	@Test
	void leastMiddleAndGreatestAreShown() {
		Spread spread = Spread.of(List.of(RUN, RUN, RUN), Observation::recovery);
		assertThat(spread).hasToString("40 / **40** / 40");
	}

	@Test
	void whatNeverHappenedIsTheMaximum() {
		assertThat(Spread.of(List.of(ENDLESS, RUN, RUN), Observation::recovery)).hasToString("40 / **40** / never");
	}

	@Test
	void sumsAreThoseOfAllRuns() {
		StormSums.Sum sum = new StormSums(List.of(RUN, ENDLESS)).of(Storm.OUTAGE, Contender.PLAIN);
		assertThat(sum.calls()).isEqualTo(200);
		assertThat(sum.failed()).isEqualTo(17);
		assertThat(sum.failedShare()).isEqualTo(0.085);
		assertThat(sum.denied()).isEqualTo(4);
		assertThat(sum.recovery()).isNaN();
	}

	@Test
	void nothingOfOthersIsInASum() {
		StormSums sums = new StormSums(List.of(RUN));
		assertThat(sums.of(Contender.NAIVE).calls()).isZero();
		assertThat(sums.of(Contender.NAIVE).failedShare()).isZero();
		assertThat(sums.contains(Storm.KILL)).isFalse();
	}

}
