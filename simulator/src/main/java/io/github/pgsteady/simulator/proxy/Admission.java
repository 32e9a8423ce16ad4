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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.error.ServerError;

/**
 * Decides whether a client may go on to the server: what a provider's own proxy does,
 * such as waking a database up or counting clients.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Admission {

	/**
	 * Decide on a client that has sent its start-up packet and waits for the answer. It
	 * is called on a thread of that link, so it may wait.
	 * @param link the link, with user, database and application name
	 * @return the error to answer with before the link is closed, or {@code null} to let
	 * it pass
	 * @throws InterruptedException if the proxy is closed meanwhile
	 */
	@Nullable ServerError admit(Link link) throws InterruptedException;

}
