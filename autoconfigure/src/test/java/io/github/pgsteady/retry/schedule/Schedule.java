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

package io.github.pgsteady.retry.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.pgsteady.retry.RetryMode;
import io.github.pgsteady.retry.schedule.Step.Kind;

/**
 * A call and what goes wrong in its course, all of it decided by a seed.
 *
 * @param seed the seed
 * @param outer what is around the call
 * @param mode what of it may be repeated
 * @param steps what it does
 * @param troubles what goes wrong
 */
record Schedule(long seed, Outer outer, RetryMode mode, List<Step> steps, List<Trouble> troubles) {

	static Schedule of(long seed) {
		// Seeds in a row are too much alike otherwise
		Random random = new Random(seed * 0x9E3779B97F4A7C15L);
		Outer outer = any(Outer.values(), random);
		RetryMode mode = any(RetryMode.values(), random);
		List<Step> steps = new ArrayList<>();
		int count = 1 + random.nextInt(3);
		for (int i = 0; i < count; i++) {
			steps.add(step(seed + "-" + i, outer, random, true));
		}
		List<Trouble> troubles = new ArrayList<>();
		int troubled = 1 + random.nextInt(3);
		for (int i = 0; i < troubled; i++) {
			troubles.add(Trouble.random(random));
		}
		return new Schedule(seed, outer, mode, List.copyOf(steps), List.copyOf(troubles));
	}

	private static Step step(String key, Outer outer, Random random, boolean outermost) {
		Kind kind = any(Kind.values(), random);
		List<String> keys = switch (kind) {
			case READ, READ_ONLY_TRANSACTION -> List.of();
			case WRITE, CALL -> List.of(key);
			case TRANSACTION, NEW_TRANSACTION -> List.of(key + "a", key + "b");
		};
		boolean transaction = kind == Kind.TRANSACTION || kind == Kind.NEW_TRANSACTION;
		List<Step> inner = (transaction && outermost && random.nextInt(3) == 0)
				? List.of(step(key + "-in", outer, random, false)) : List.of();
		// A transaction that is marked for rollback tells nothing of its own
		boolean caught = outermost && outer != Outer.TRANSACTIONAL_BEAN && random.nextInt(6) == 0;
		return new Step(kind, keys, inner, caught);
	}

	private static <T> T any(T[] values, Random random) {
		return values[random.nextInt(values.length)];
	}

}
