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

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One question about all links that are suspect.
 */
final class Inquiry {

	private final boolean urgent;

	private final List<Suspect> suspects = new ArrayList<>();

	private volatile boolean done;

	private volatile boolean pooler;

	private volatile @Nullable Server server;

	private volatile Duration pause = Duration.ZERO;

	/**
	 * Create a question.
	 * @param urgent whether links have just been found to be lost
	 */
	Inquiry(boolean urgent) {
		this.urgent = urgent;
	}

	boolean isUrgent() {
		return this.urgent;
	}

	void add(Observation observation) {
		this.suspects.add(new Suspect(observation, observation.getNumber(), observation.getTime()));
	}

	List<Suspect> getSuspects() {
		return this.suspects;
	}

	Map<@Nullable SocketAddress, List<Suspect>> byAddress() {
		Map<@Nullable SocketAddress, List<Suspect>> found = new LinkedHashMap<>();
		this.suspects
			.forEach((suspect) -> found.computeIfAbsent(suspect.link().getAddress(), (address) -> new ArrayList<>())
				.add(suspect));
		return found;
	}

	/**
	 * Return whether somebody stands before the server who gives sessions numbers of his
	 * own.
	 * @return whether that is so
	 */
	boolean isThroughPooler() {
		return this.pooler;
	}

	void throughPooler() {
		this.pooler = true;
	}

	/**
	 * Return who has answered.
	 * @return the server, or {@code null} if none has
	 */
	@Nullable Server getServer() {
		return this.server;
	}

	void answeredBy(Server server) {
		this.server = server;
	}

	/**
	 * Return how long nobody is to be asked again.
	 * @return the time
	 */
	Duration getPause() {
		return this.pause;
	}

	void pause(Duration pause) {
		this.pause = pause;
	}

	boolean isDone() {
		return this.done;
	}

	void done() {
		this.done = true;
	}

	/**
	 * A link that is suspect.
	 */
	static final class Suspect {

		private final Observation observation;

		private final long number;

		private final long time;

		private Verdict verdict = Verdict.UNSEEN;

		private @Nullable Session session;

		Suspect(Observation observation, long number, long time) {
			this.observation = observation;
			this.number = number;
			this.time = time;
		}

		Observation observation() {
			return this.observation;
		}

		Link link() {
			return this.observation.getLink();
		}

		/**
		 * Return how long it had been waiting when the question was asked.
		 * @return the time in nanoseconds
		 */
		long time() {
			return this.time;
		}

		/**
		 * Return whether it still waits for the same answer.
		 * @return whether it does
		 */
		boolean isWaiting() {
			return link().exchange() == this.number;
		}

		/**
		 * Return the session of a link that is lost.
		 * @return the session, or {@code null} if there is none
		 */
		@Nullable Session session() {
			return this.session;
		}

		void seenAs(@Nullable Session session) {
			this.session = session;
		}

		Verdict verdict() {
			return this.verdict;
		}

		void judge(Verdict verdict) {
			this.verdict = verdict;
		}

	}

}
