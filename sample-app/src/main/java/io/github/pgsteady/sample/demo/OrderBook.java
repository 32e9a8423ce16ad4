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

package io.github.pgsteady.sample.demo;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What users have been told of their orders, by number.
 */
class OrderBook {

	private final Map<CallOutcome, BitSet> numbers = new EnumMap<>(CallOutcome.class);

	private int last;

	OrderBook() {
		for (CallOutcome outcome : CallOutcome.values()) {
			this.numbers.put(outcome, new BitSet());
		}
	}

	private BitSet numbers(CallOutcome outcome) {
		return Objects.requireNonNull(this.numbers.get(outcome));
	}

	synchronized long nextNumber() {
		return ++this.last;
	}

	synchronized void record(long number, CallOutcome outcome) {
		numbers(outcome).set((int) number);
	}

	/**
	 * Return the numbers of which users were told this.
	 * @param outcome what they were told
	 * @return a copy
	 */
	synchronized BitSet get(CallOutcome outcome) {
		return (BitSet) numbers(outcome).clone();
	}

	/**
	 * Return how many users have been told something.
	 * @return the number
	 */
	synchronized long answered() {
		return this.numbers.values().stream().mapToLong(BitSet::cardinality).sum();
	}

}
