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

package io.github.pgsteady.fleet;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FairShare}.
 */
class FairShareTests {

	private final InstanceMark one = new InstanceMark("one000", 10, 1);

	private final InstanceMark two = new InstanceMark("two000", 10, 1);

	private final InstanceMark heavy = new InstanceMark("heavy0", 10, 2);

	private final InstanceMark small = new InstanceMark("small0", 3, 1);

	@Test
	void noneGetsMoreThanItWants() {
		assertThat(FairShare.among(100, List.of(this.one, this.small))).isEqualTo(Map.of(this.one, 10, this.small, 3));
	}

	@Test
	void whatOneDoesNotWantGoesToTheOthers() {
		// 3 are left free
		assertThat(FairShare.among(22, List.of(this.one, this.two, this.small)))
			.isEqualTo(Map.of(this.one, 8, this.two, 8, this.small, 3));
	}

	@Test
	void weights() {
		assertThat(FairShare.among(15, List.of(this.one, this.two, this.heavy)))
			.isEqualTo(Map.of(this.one, 3, this.two, 3, this.heavy, 6));
	}

	@Test
	void eachGetsTwoAlsoWhereThereAreTooFew() {
		List<InstanceMark> all = List.of(this.one, this.two, this.heavy);
		assertThat(FairShare.among(6, all)).containsOnlyKeys(all).containsValues(2);
		assertThat(FairShare.isEnough(6, all)).isTrue();
		assertThat(FairShare.among(-5, all).values()).containsOnly(2);
		assertThat(FairShare.isEnough(5, all)).isFalse();
	}

	@Test
	void poolOfOneStaysOne() {
		InstanceMark single = new InstanceMark("single", 1, 1);
		assertThat(FairShare.among(22, List.of(single))).isEqualTo(Map.of(single, 1));
	}

}
