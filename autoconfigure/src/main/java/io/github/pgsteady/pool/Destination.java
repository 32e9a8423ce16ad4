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

package io.github.pgsteady.pool;

import io.github.pgsteady.provider.Endpoint;

/**
 * Where a DataSource leads to, without credentials.
 *
 * @param host the host; the first one if there are several
 * @param port its port
 * @param endpoint what answers there
 * @since 0.1.0
 */
public record Destination(String host, int port, Endpoint endpoint) {

	/**
	 * Return whether it is this machine.
	 * @return whether the host says so
	 */
	public boolean isLoopback() {
		return this.host.equalsIgnoreCase("localhost") || this.host.matches("127(\\.\\d+){3}|\\[?::1]?");
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
