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

import java.util.List;
import java.util.Map;

/**
 * What became of calls: what the callers were told, held against what the database has.
 *
 * @param calls how many there were
 * @param succeeded how many succeeded
 * @param unknown how many failed, and said that they may have written all the same
 * @param denied how many failed, and did not say so
 * @param lost how many succeeded, and have written nothing, or not all
 * @param doubled how many have written something twice
 * @param torn how many failed, and have written a part
 * @param deceived how many failed without saying that they may have written, and have
 */
record Tally(int calls, int succeeded, int unknown, int denied, int lost, int doubled, int torn, int deceived) {

	static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

	static Tally of(List<Call> calls, Map<String, Integer> stored) {
		return calls.stream().map((call) -> of(call, stored)).reduce(NONE, Tally::plus);
	}

	private static Tally of(Call call, Map<String, Integer> stored) {
		List<Integer> rows = call.access().rows(call.key()).stream().map((row) -> stored.getOrDefault(row, 0)).toList();
		boolean all = rows.stream().allMatch((count) -> count > 0);
		boolean any = rows.stream().anyMatch((count) -> count > 0);
		return new Tally(1, one(call.isAcknowledged()), one(call.isUnknown()), one(call.isDenied()),
				one(call.isAcknowledged() && !all), one(rows.stream().anyMatch((count) -> count > 1)),
				one(!call.isAcknowledged() && any && !all), one(call.isDenied() && any));
	}

	private static int one(boolean condition) {
		return condition ? 1 : 0;
	}

	Tally plus(Tally other) {
		return new Tally(this.calls + other.calls, this.succeeded + other.succeeded, this.unknown + other.unknown,
				this.denied + other.denied, this.lost + other.lost, this.doubled + other.doubled,
				this.torn + other.torn, this.deceived + other.deceived);
	}

	@Override
	public String toString() {
		return "%s | %s | %s | %s | %s | %s | %s | %s".formatted(this.calls, this.succeeded, this.unknown + this.denied,
				this.unknown, this.lost, this.doubled, this.torn, this.deceived);
	}

}
