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

package io.github.pgsteady.simulator.server;

import java.util.Locale;

/**
 * How a server is stopped.
 *
 * @since 0.1.0
 */
public enum StopMode {

	/**
	 * In order: connections are told {@code 57P01} ("terminating connection due to
	 * administrator command") and open transactions are rolled back.
	 */
	FAST,

	/**
	 * As if it crashed: connections are told {@code 57P01} as a warning at best, so that
	 * the driver sees a broken connection, {@code 08006}, and the next start goes through
	 * recovery.
	 */
	IMMEDIATE;

	String argument() {
		return name().toLowerCase(Locale.ROOT);
	}

}
