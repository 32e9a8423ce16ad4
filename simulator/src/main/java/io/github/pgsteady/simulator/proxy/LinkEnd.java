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

package io.github.pgsteady.simulator.proxy;

import java.time.Instant;
import java.util.List;

/**
 * How a {@link Link} went, and what was under way on it.
 *
 * @param linkId the number of the link
 * @param applicationName its application name, or an empty text
 * @param at when it went
 * @param cause why: {@code client}, {@code server}, {@code proxy}, or the fault in words
 * @param status what the server last said of its transaction; what was written in an open
 * one is rolled back
 * @param inFlight the statements without an answer at the client, in their order
 * @since 0.1.0
 */
public record LinkEnd(long linkId, String applicationName, Instant at, String cause, TransactionStatus status,
		List<InFlight> inFlight) {

	/**
	 * Creates it with a copy of the list.
	 */
	public LinkEnd {
		inFlight = List.copyOf(inFlight);
	}

}
