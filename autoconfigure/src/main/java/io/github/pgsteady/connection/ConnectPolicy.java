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

package io.github.pgsteady.connection;

import java.time.Duration;

import org.springframework.util.Assert;

import io.github.pgsteady.link.SessionOwnership;

/**
 * How patiently a pool is to connect.
 *
 * @param startupWait how long the first connection waits for a database that is not there
 * yet; zero for not at all
 * @param unknownHostGrace how long, from the first attempt on, a host that cannot be
 * found is taken for one that is not there yet, rather than for a wrong one
 * @param recoveryWindow how long the provider may take to bring the database back
 * @param sessions to whom the sessions of the server belong
 * @since 0.1.0
 */
public record ConnectPolicy(Duration startupWait, Duration unknownHostGrace, Duration recoveryWindow,
		SessionOwnership sessions) {

	/**
	 * Create a policy.
	 * @throws IllegalArgumentException if one of the times is negative
	 */
	public ConnectPolicy {
		Assert.isTrue(!startupWait.isNegative(), "'startupWait' must not be negative");
		Assert.isTrue(!unknownHostGrace.isNegative(), "'unknownHostGrace' must not be negative");
		Assert.isTrue(!recoveryWindow.isNegative(), "'recoveryWindow' must not be negative");
	}

}
