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

package io.github.pgsteady.diagnosis;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.ProfileValue;
import io.github.pgsteady.provider.Setting;

/**
 * Finds connections over a public network that may be in plain text.
 */
final class WeakTls implements SinglePoolCheck {

	private static final Set<String> WEAK = Set.of("disable", "allow", "prefer", "ssl=false");

	@Override
	public @Nullable Finding check(TunedPool pool) {
		Destination destination = pool.getDestination();
		if (destination == null || destination.isLoopback() || pool.getEndpoint().privateNetwork()) {
			return null;
		}
		PlannedSetting sslmode = pool.getSetting(Setting.SSLMODE);
		Object value = sslmode.value();
		if (value != null && !WEAK.contains(value.toString())) {
			return null;
		}
		boolean off = value != null && (value.equals("disable") || value.equals("ssl=false"));
		return new Finding("weak-tls", (off && isDemanded(pool)) ? Severity.WARNING : Severity.INFO, pool.getName(),
				off ? "Connections over a public network are in plain text"
						: "Connections over a public network may be in plain text",
				off ? "Everybody on the way can read them, the password as well, and providers refuse them"
						: "Without an 'sslmode', and with 'prefer', the driver goes on in plain text where somebody on the "
								+ "way keeps it from TLS",
				List.of(sslmode + ": " + sslmode.reason()),
				"Set 'spring.datasource.hikari.data-source-properties.sslmode' to 'require', or to 'verify-full' if the "
						+ "driver knows the certificate authority");
	}

	private static boolean isDemanded(TunedPool pool) {
		ProfileValue profile = pool.getPlan().detection().getValue(Setting.SSLMODE);
		return profile != null && "require".equals(profile.value());
	}

}
