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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simulates a server and up to 500 instances that share it, with deployments, crashes and
 * partitions, second by second.
 */
class FleetSimulationTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final int SETTLING = 150;

	@ParameterizedTest
	@CsvSource({ "1, 22, 1", "3, 22, 2", "7, 22, 3", "10, 97, 4", "50, 300, 5", "200, 800, 6", "500, 1100, 7" })
	void sharesSettleWithinTheLimit(int instances, int limit, long seed) {
		Simulation simulation = new Simulation(limit, new Random(seed));
		simulation.start(instances);
		simulation.settle();
		simulation.check("start");
		simulation.deploy();
		simulation.settle();
		simulation.check("rolling deployment");
		simulation.crash(instances / 3);
		simulation.settle();
		simulation.check("crash");
		simulation.start(instances / 3);
		simulation.settle();
		simulation.check("return");
		simulation.partition(instances / 4);
		simulation.run(120);
		simulation.heal();
		simulation.settle();
		simulation.check("partition");
	}

	@ParameterizedTest
	@CsvSource({ "4, 22, 11", "20, 97, 12", "100, 1000, 13" })
	void rollingDeploymentsAreHardlyRefused(int instances, int limit, long seed) {
		Simulation simulation = new Simulation(limit, new Random(seed));
		simulation.start(instances);
		simulation.settle();
		simulation.refused = 0;
		simulation.deploy();
		simulation.deploy();
		assertThat(simulation.refused).isLessThanOrEqualTo(2);
		assertThat(simulation.starved).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "4, 22, 21", "20, 97, 22", "100, 1000, 23" })
	void sharesFollowWeights(int instances, int limit, long seed) {
		Simulation simulation = new Simulation(limit, new Random(seed));
		simulation.start(instances / 2, 1);
		simulation.start(instances / 2, 3);
		simulation.settle();
		simulation.check("start");
		List<Integer> sizes = simulation.sizes();
		assertThat(sizes.get(sizes.size() - 1)).isGreaterThan(sizes.get(0));
	}

	// As promised: in 30 s where somebody joins, in 60 s where somebody is gone
	@ParameterizedTest
	@ValueSource(longs = { 31, 32, 33, 34, 35, 36, 37, 38 })
	void settlesSoon(long seed) {
		Simulation simulation = new Simulation(22, new Random(seed));
		simulation.start(3);
		simulation.settle();
		assertThat(simulation.sizes()).containsOnly(6);
		simulation.start(1);
		simulation.run(30);
		assertThat(simulation.sizes()).containsOnly(4);
		simulation.crash(1);
		simulation.run(60);
		assertThat(simulation.sizes()).containsOnly(6);
		assertThat(simulation.refused).isZero();
	}

	@Test
	void connectionsOfOthersThatComeAndGoDoNotMakeSizesComeAndGo() {
		Simulation simulation = new Simulation(22, new Random(41));
		simulation.start(3);
		simulation.settle();
		int changes = 0;
		List<Integer> sizes = simulation.sizes();
		for (int i = 0; i < 600; i++) {
			simulation.others = (i / 10 % 2 == 0) ? 2 : 0;
			simulation.run(1);
			changes += simulation.sizes().equals(sizes) ? 0 : 1;
			sizes = simulation.sizes();
		}
		// Three instances look 40 times each in that time, and see something else half of
		// the time
		assertThat(changes).isLessThan(20);
	}

	/**
	 * The server, and all instances.
	 */
	private static final class Simulation {

		private final int limit;

		private final Random random;

		private final List<Instance> instances = new ArrayList<>();

		private long now;

		private int started;

		private int refused;

		private int others;

		private int starved;

		Simulation(int limit, Random random) {
			this.limit = limit;
			this.random = random;
		}

		void start(int count) {
			start(count, 1);
		}

		void start(int count, int weight) {
			for (int i = 0; i < count; i++) {
				this.started++;
				this.instances.add(new Instance(this, "i%07d".formatted(this.started), 10, weight));
			}
		}

		// New ones come, one of 50 at a time, and old ones go when the new ones have
		// connections
		void deploy() {
			List<Instance> old = List.copyOf(this.instances);
			int surge = Math.max(1, old.size() / 50);
			for (int i = 0; i < old.size(); i += surge) {
				start(surge);
				List<Instance> joined = this.instances.subList(this.instances.size() - surge, this.instances.size());
				run(5);
				this.starved += (int) joined.stream().filter((instance) -> instance.held == 0).count();
				run(10);
				this.instances.removeAll(old.subList(i, Math.min(i + surge, old.size())));
			}
		}

		void crash(int count) {
			this.instances.subList(0, Math.min(count, this.instances.size())).clear();
		}

		void partition(int count) {
			this.instances.stream().limit(count).forEach((instance) -> instance.partitioned = true);
		}

		void heal() {
			this.instances.forEach((instance) -> instance.partitioned = false);
		}

		void settle() {
			run(SETTLING);
		}

		void run(int seconds) {
			for (int i = 0; i < seconds; i++) {
				this.now++;
				List<Instance> turn = new ArrayList<>(this.instances);
				Collections.shuffle(turn, this.random);
				turn.forEach(Instance::second);
			}
		}

		int used() {
			return this.others + this.instances.stream().mapToInt((instance) -> instance.held).sum();
		}

		// Not only are the shares right, but they stay
		void check(String after) {
			List<Integer> sizes = sizes();
			assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).as(after).isLessThanOrEqualTo(this.limit);
			assertThat(sizes).as(after).allSatisfy((size) -> assertThat(size).isGreaterThanOrEqualTo(2));
			assertThat(this.instances).as(after).allSatisfy((instance) -> assertThat(instance.held).isPositive());
			int refusedBefore = this.refused;
			for (int i = 0; i < 60; i++) {
				run(1);
				assertThat(sizes()).as(after).isEqualTo(sizes);
			}
			assertThat(this.refused).as(after).isEqualTo(refusedBefore);
			Map<InstanceMark, Integer> shares = FairShare.among(this.limit,
					this.instances.stream().map((instance) -> instance.mark).toList());
			assertThat(sizes).as(after)
				.isEqualTo(this.instances.stream().map((instance) -> shares.get(instance.mark)).toList());
		}

		private List<Integer> sizes() {
			return this.instances.stream().map((instance) -> instance.size).toList();
		}

	}

	/**
	 * An instance under load: it takes all connections that it may hold.
	 */
	private static final class Instance {

		private final Simulation simulation;

		private final InstanceMark mark;

		private final ShareGovernor governor;

		private int held;

		private int size;

		private long nextLook;

		private boolean partitioned;

		Instance(Simulation simulation, String id, int most, int weight) {
			this.simulation = simulation;
			this.mark = new InstanceMark(id, most, weight);
			this.governor = new ShareGovernor(this.mark, INTERVAL, () -> Duration.ofSeconds(simulation.now).toNanos(),
					simulation.random);
			this.size = this.governor.holds(0);
		}

		void second() {
			if (this.partitioned) {
				this.held = 0;
				this.size = this.governor.holds(0);
				return;
			}
			this.held = Math.min(this.held, this.size);
			while (this.held < this.size) {
				if (this.simulation.used() >= this.simulation.limit) {
					this.simulation.refused++;
					this.size = this.governor.exhausted(this.held);
					break;
				}
				this.held++;
			}
			this.size = this.governor.holds(this.held);
			if (this.held > 0 && this.simulation.now >= this.nextLook) {
				this.size = this.governor.saw(look());
				this.nextLook = this.simulation.now + (this.governor.untilNextLook().toMillis() + 999) / 1000;
			}
		}

		private Census look() {
			Map<InstanceMark, Integer> members = new HashMap<>();
			this.simulation.instances.stream()
				.filter((instance) -> instance.held > 0)
				.forEach((instance) -> members.put(instance.mark, instance.held));
			return new Census(Map.of(Census.Limit.SERVER,
					new Census.Budget(this.simulation.limit, this.simulation.others, members)));
		}

	}

}
