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

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the body of a call has been told of its steps, in all attempts.
 */
final class Ledger {

	// What was committed by itself, and was acknowledged
	private final Set<List<String>> acknowledged = new HashSet<>();

	// What was done in the attempt, in whatever transaction
	private final Set<List<String>> done = new HashSet<>();

	private final Set<List<String>> caught = new HashSet<>();

	private final Map<String, Integer> stored = new HashMap<>();

	private int attempts;

	void newAttempt() {
		this.attempts++;
		this.done.clear();
	}

	int getAttempts() {
		return this.attempts;
	}

	void done(Step step, boolean committed) {
		this.done.add(step.keys());
		if (committed) {
			this.acknowledged.add(step.keys());
		}
	}

	void caught(Step step) {
		this.caught.add(step.keys());
		step.inner().forEach(this::caught);
	}

	boolean isAcknowledged(Step step) {
		return this.acknowledged.contains(step.keys());
	}

	boolean isDone(Step step) {
		return this.done.contains(step.keys());
	}

	boolean isCaught(Step step) {
		return this.caught.contains(step.keys());
	}

	void stored(String key) {
		this.stored.merge(key, 1, Integer::sum);
	}

	int count(String key) {
		return this.stored.getOrDefault(key, 0);
	}

}
