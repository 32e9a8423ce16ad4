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

import java.util.EnumMap;
import java.util.Map;

/**
 * The ledgers at all places where there has been a storm.
 */
final class Places implements AutoCloseable {

	private final Map<Place, Ledger> ledgers = new EnumMap<>(Place.class);

	/**
	 * Return the ledger at a place.
	 * @param place the place, which is made if there was no storm yet
	 * @return the ledger
	 */
	Ledger getLedger(Place place) {
		return this.ledgers.computeIfAbsent(place, (some) -> Ledger.create(some.start()));
	}

	@Override
	public void close() {
		this.ledgers.values().forEach((ledger) -> ledger.getSimulation().close());
	}

}
