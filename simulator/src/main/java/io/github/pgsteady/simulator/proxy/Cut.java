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
 * How a {@link Link} is cut. But for {@link #SILENT}, both ends learn of it.
 *
 * @since 0.1.0
 */
public enum Cut {

	/**
	 * An orderly end: the client reads the end of the stream (FIN).
	 */
	FIN,

	/**
	 * A reset: the client gets {@code Connection reset} (RST).
	 */
	RST,

	/**
	 * Neither end hears anything any more, as when a network device forgets a connection.
	 * The session stays on the server, with its locks and its slot, until the proxy is
	 * closed. The kernel of this machine goes on to acknowledge what it receives: TCP
	 * keep-alive does not notice.
	 */
	SILENT

}
