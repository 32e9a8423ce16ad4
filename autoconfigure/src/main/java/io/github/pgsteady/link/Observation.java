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

import java.util.concurrent.TimeUnit;

/**
 * What the watch has seen of a link: how long somebody has been waiting on it, and what
 * was found out about that. Used by the thread of the watch only.
 */
final class Observation {

	// What was sent may still be with the sender. An uplink that is slower is given up
	private static final long BYTES_PER_SECOND = 128 * 1024;

	private static final long NEVER = -1;

	private final Link link;

	private final long bornAt;

	private long number;

	private long answeredAt;

	private long time;

	private boolean suspect;

	private boolean explained;

	private long due;

	private long unansweredSince = NEVER;

	Observation(Link link, long now) {
		this.link = link;
		this.bornAt = now;
		this.answeredAt = now;
		this.number = link.exchange();
	}

	Link getLink() {
		return this.link;
	}

	long getNumber() {
		return this.number;
	}

	long getTime() {
		return this.time;
	}

	/**
	 * Look at the link.
	 * @param now the time
	 * @param elapsed how much of it has passed since the last look; what the process did
	 * not see, because it stood still, does not count
	 * @return whether somebody has been waiting since
	 */
	boolean look(long now, long elapsed) {
		long current = this.link.exchange();
		if (current != this.number) {
			boolean onlySent = !Link.isWait(this.number) && Link.isWait(current);
			if (!onlySent) {
				this.answeredAt = now;
			}
			this.number = current;
			this.time = 0;
			this.due = 0;
			this.suspect = false;
			this.explained = false;
			this.unansweredSince = NEVER;
			return false;
		}
		if (!Link.isWait(current)) {
			return false;
		}
		this.time += elapsed;
		return true;
	}

	boolean isOverLimit() {
		int limit = this.link.getLimit();
		return limit != 0 && this.time >= TimeUnit.MILLISECONDS.toNanos(limit);
	}

	boolean isLongerThan(long threshold) {
		return this.time >= threshold && this.time >= threshold + timeToSend();
	}

	private long timeToSend() {
		return this.link.getUnsent() * TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND;
	}

	/**
	 * Suspect the link.
	 * @return whether it was not suspected before
	 */
	boolean suspect() {
		boolean first = !this.suspect;
		this.suspect = true;
		return first;
	}

	/**
	 * Return whether nobody has said anything yet of why the answer stays away.
	 * @return whether nobody has
	 */
	boolean isUnexplained() {
		return !this.explained;
	}

	boolean isDue() {
		return this.time >= this.due;
	}

	/**
	 * Return whether the server has been silent, too.
	 * @param window for how long
	 * @return whether it has
	 */
	boolean isUnansweredFor(long window) {
		return this.unansweredSince != NEVER && this.time - this.unansweredSince >= window;
	}

	/**
	 * Somebody has answered that the link is not lost, or that nobody can see.
	 * @param pause when to ask again
	 * @return whether nobody had before
	 */
	boolean answered(long pause) {
		boolean first = !this.explained;
		this.explained = true;
		this.unansweredSince = NEVER;
		this.due = this.time + pause;
		return first;
	}

	void unanswered(long since, long pause) {
		if (this.unansweredSince == NEVER) {
			this.unansweredSince = since;
		}
		this.explained = false;
		this.due = this.time + pause;
	}

	/**
	 * Return whether something has come back on another link since this wait began.
	 * @param other what was seen of the other link; one that was made later says nothing
	 * @param now the time
	 * @return whether it has
	 */
	boolean isOutlivedBy(Observation other, long now) {
		long begin = now - this.time;
		return other != this && other.bornAt - begin < 0 && other.answeredAt - begin > 0;
	}

}
