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

/**
 * What has passed a {@link Link}, or all links of a {@link FaultProxy}, so far.
 *
 * @param bytesToServer the bytes that were sent to the server, without those of TLS
 * @param bytesToClient the bytes that were sent to the client, without those of TLS
 * @param messagesToServer the messages of the client, after the start-up packet
 * @param messagesToClient the messages of the server
 * @param queries the messages among those of the client that run something: each simple
 * query, each execution of a prepared one; an empty query (the driver's
 * {@code isValid()}) counts
 * @since 0.1.0
 */
public record Traffic(long bytesToServer, long bytesToClient, long messagesToServer, long messagesToClient,
		long queries) {

	Traffic plus(Traffic other) {
		return new Traffic(this.bytesToServer + other.bytesToServer, this.bytesToClient + other.bytesToClient,
				this.messagesToServer + other.messagesToServer, this.messagesToClient + other.messagesToClient,
				this.queries + other.queries);
	}

}
