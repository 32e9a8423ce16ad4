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

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The values that pool and driver can work with. HikariCP replaces others by values of
 * its own choice, with a warning at the most.
 */
final class SettingBounds {

	private static final Set<String> SSLMODES = Set.of("disable", "allow", "prefer", "require", "verify-ca",
			"verify-full");

	private static final Duration LONGEST = Duration.ofDays(1);

	private SettingBounds() {
	}

	static @Nullable String problemWith(Setting setting, Object value) {
		return switch (setting) {
			case MAXIMUM_POOL_SIZE, TCP_KEEP_ALIVE_COUNT, CONNECTION_LIMIT -> atLeast(1, value);
			case MINIMUM_IDLE -> atLeast(0, value);
			case PREPARE_THRESHOLD -> atLeast(-1, value);
			case IDLE_TIMEOUT -> zeroOrAtLeast(Duration.ofSeconds(10), value);
			case MAX_LIFETIME, KEEPALIVE_TIME -> zeroOrAtLeast(Duration.ofSeconds(30), value);
			case CONNECTION_TIMEOUT, VALIDATION_TIMEOUT -> atLeast(Duration.ofMillis(250), value);
			case CONNECT_TIMEOUT, LOGIN_TIMEOUT, TCP_KEEP_ALIVE_IDLE, TCP_KEEP_ALIVE_INTERVAL -> wholeSeconds(value);
			case SSLMODE -> ("".equals(value) || SSLMODES.contains(value)) ? null
					: "Must be one of disable, allow, prefer, require, verify-ca and verify-full, or empty to leave it to the driver";
			case RECOVERY_WINDOW, SLEEPS_AFTER -> atLeast(Duration.ZERO, value);
			case TCP_KEEP_ALIVE, APPLICATION_NAME -> null;
		};
	}

	private static @Nullable String atLeast(int minimum, Object value) {
		return ((Integer) value < minimum) ? "Must be at least " + minimum : null;
	}

	private static @Nullable String atLeast(Duration minimum, Object value) {
		return (((Duration) value).compareTo(minimum) < 0) ? "Must be at least " + minimum.toMillis() + "ms" : null;
	}

	private static @Nullable String zeroOrAtLeast(Duration minimum, Object value) {
		boolean zero = ((Duration) value).isZero();
		return (!zero && atLeast(minimum, value) != null) ? "Must be 0 or at least " + minimum.toSeconds() + "s" : null;
	}

	private static @Nullable String wholeSeconds(Object value) {
		Duration duration = (Duration) value;
		boolean whole = duration.toSeconds() >= 1 && duration.equals(Duration.ofSeconds(duration.toSeconds()));
		return (whole && duration.compareTo(LONGEST) <= 0) ? null : "Must be whole seconds, from 1s to 1d";
	}

}
