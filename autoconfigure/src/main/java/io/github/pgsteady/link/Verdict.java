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

import org.jspecify.annotations.Nullable;

/**
 * What follows from the answer of the server.
 *
 * @param kind what it is
 * @param cause why the link is given up, if it is
 */
record Verdict(Kind kind, @Nullable StallCause cause) {

	static final Verdict WORKING = new Verdict(Kind.WORKING, null);

	static final Verdict UNSEEN = new Verdict(Kind.UNSEEN, null);

	static final Verdict ELSEWHERE = new Verdict(Kind.ELSEWHERE, null);

	static final Verdict NOBODY_THERE = new Verdict(Kind.NOBODY_THERE, null);

	Verdict(StallCause cause) {
		this(Kind.LOST, cause);
	}

	boolean isLost() {
		return this.kind == Kind.LOST;
	}

	/**
	 * Kinds of verdicts.
	 */
	enum Kind {

		/**
		 * The server is working on the statement.
		 */
		WORKING,

		/**
		 * The link is lost.
		 */
		LOST,

		/**
		 * The server, or somebody before it, has answered, but what the session does
		 * cannot be seen.
		 */
		UNSEEN,

		/**
		 * Another server has answered, which does not know the session.
		 */
		ELSEWHERE,

		/**
		 * Nobody has answered.
		 */
		NOBODY_THERE

	}

}
