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
 * Which of the servers that share an address it is. There is one primary; standbys are
 * told apart by when they were started.
 *
 * @param standby whether it is a standby
 * @param startedAt when it was started
 */
record Server(boolean standby, @Nullable String startedAt) {

	static final Server PRIMARY = new Server(false, null);

	/**
	 * Return whether this server can tell what becomes of a session.
	 * @param home the server that the session was begun on, as it was then
	 * @return whether the session would be here, if it were anywhere
	 */
	boolean isHomeOf(Server home) {
		if (home.standby) {
			// It may have been promoted meanwhile
			return home.startedAt != null && home.startedAt.equals(this.startedAt);
		}
		return !this.standby;
	}

}
