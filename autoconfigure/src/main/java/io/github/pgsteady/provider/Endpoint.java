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

package io.github.pgsteady.provider;

/**
 * What the host and port of a server say about it.
 *
 * @param provider the name of the provider, such as {@code neon}, or
 * {@value ProviderCatalog#GENERIC}
 * @param kind what answers at that address
 * @param privateNetwork whether the address is one of a private network of the provider
 * @since 0.1.0
 */
public record Endpoint(String provider, EndpointKind kind, boolean privateNetwork) {

	/**
	 * Return whether each connection is known to have a session of the server for itself,
	 * for as long as it is open, even if somebody stands before the server: a session
	 * pooler, or Neon's proxy, which all connections to Neon go through (
	 * <a href="https://neon.com/docs/reference/glossary#neon-proxy">Neon Proxy</a>).
	 * @return whether that is known
	 */
	public boolean keepsSessions() {
		return this.kind == EndpointKind.SESSION_POOLER
				|| (this.kind == EndpointKind.DIRECT && this.provider.equals("neon"));
	}

	Endpoint withKind(EndpointKind kind) {
		return new Endpoint(this.provider, kind, this.privateNetwork);
	}

	@Override
	public String toString() {
		return this.provider + " " + this.kind + (this.privateNetwork ? " in its private network" : "");
	}

}
