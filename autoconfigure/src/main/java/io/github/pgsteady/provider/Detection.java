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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which provider is behind a URL, how it was found out, and what its profile says.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class Detection {

	private final ProviderProfile profile;

	private final ProviderProfile urlProfile;

	private final Endpoint endpoint;

	private final boolean maySleep;

	private final String reason;

	private final List<String> contradictions;

	Detection(ProviderProfile profile, ProviderProfile urlProfile, Endpoint endpoint, boolean maySleep, String reason,
			List<String> contradictions) {
		this.profile = profile;
		this.urlProfile = urlProfile;
		this.endpoint = endpoint;
		this.maySleep = maySleep;
		this.reason = reason;
		this.contradictions = List.copyOf(contradictions);
	}

	/**
	 * Return the name of the provider whose pool settings apply.
	 * @return the name
	 */
	public String getProvider() {
		return this.profile.getName();
	}

	/**
	 * Return what the URL leads to. TLS and prepared statements follow this, whichever
	 * provider was named.
	 * @return the endpoint
	 */
	public Endpoint getEndpoint() {
		return this.endpoint;
	}

	/**
	 * Return whether the database, or the application, may be put to sleep while it is
	 * quiet.
	 * @return whether it may sleep
	 */
	public boolean maySleep() {
		return this.maySleep;
	}

	/**
	 * Return how the provider was found out.
	 * @return the reason, without credentials
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Return what does not fit together, such as a named provider on another one's host.
	 * @return the contradictions, each a sentence; usually none
	 */
	public List<String> getContradictions() {
		return this.contradictions;
	}

	@Override
	public String toString() {
		return getProvider() + " (" + this.endpoint + "; " + this.reason + ")";
	}

	/**
	 * Return the value that the profile has for a setting.
	 * @param setting the setting
	 * @return the value, or {@code null} if the profile says nothing
	 */
	public @Nullable ProfileValue getValue(Setting setting) {
		ProviderProfile profile = setting.isDecidedByUrl() ? this.urlProfile : this.profile;
		return profile.value(setting, this.endpoint, this.maySleep);
	}

}
