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

package io.github.pgsteady.link;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What the server says of a session.
 *
 * @param process its process id
 * @param state the state, or {@code null} if it may not be seen
 * @param waitEvent what it waits for, or {@code null} if for nothing
 * @param since since when it has been in the state, and since when it has been there
 * @param age for how long it has been there
 */
record Session(int process, @Nullable String state, @Nullable String waitEvent, @Nullable String since, Duration age) {

	// A log-in takes its time
	private static final Duration LOG_IN = Duration.ofSeconds(30);

	/**
	 * Return whether the session was begun with a link. Otherwise it is somebody else's:
	 * by way of a pooler perhaps, or the number was given anew.
	 * @param linkAge for how long the link has been there
	 * @return whether that may be
	 */
	boolean isAsOldAs(Duration linkAge) {
		return this.age.minus(linkAge).abs().compareTo(LOG_IN) <= 0;
	}

	/**
	 * Return what that means for an answer which has stayed away.
	 * @return the verdict; one that gives the link up only counts if it was the same some
	 * time before
	 */
	Verdict judge() {
		if (this.state == null) {
			return Verdict.UNSEEN;
		}
		return switch (this.state) {
			case "active", "fastpath function call" -> judgeActive();
			case "idle", "idle in transaction", "idle in transaction (aborted)" -> new Verdict(StallCause.IDLE);
			default -> Verdict.UNSEEN;
		};
	}

	/**
	 * Return whether the session is still where it was.
	 * @param earlier what was seen of it earlier
	 * @return whether it is
	 */
	boolean isUnchangedSince(@Nullable Session earlier) {
		return earlier != null && Objects.equals(this.since, earlier.since) && Objects.equals(this.state, earlier.state)
				&& Objects.equals(this.waitEvent, earlier.waitEvent);
	}

	private Verdict judgeActive() {
		return switch ((this.waitEvent != null) ? this.waitEvent : "") {
			case "Client/ClientRead" -> new Verdict(StallCause.NOT_RECEIVED);
			case "Client/ClientWrite" -> new Verdict(StallCause.NOT_DELIVERED);
			default -> Verdict.WORKING;
		};
	}

}
