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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.provider.Setting;

/**
 * The value that a setting of a pool has, who decided so, and why.
 *
 * @param setting the setting
 * @param value the value, of the type that {@link Setting} names; {@code null} where the
 * default of pool or driver applies
 * @param origin who decided
 * @param reason why it is this value, or where it was set
 * @param source where the reason comes from, or {@code null}
 * @param confirmed whether the source is first hand
 * @since 0.1.0
 */
public record PlannedSetting(Setting setting, @Nullable Object value, SettingOrigin origin, String reason,
		@Nullable String source, boolean confirmed) {

	PlannedSetting(Setting setting, @Nullable Object value, SettingOrigin origin, String reason) {
		this(setting, value, origin, reason, null, true);
	}

	/**
	 * Return whether this setting is news to the driver: neither the application's own,
	 * which is there already, nor a default.
	 */
	boolean isToBeApplied() {
		return this.value != null && this.origin != SettingOrigin.APPLICATION && this.origin != SettingOrigin.DEFAULT;
	}

	/**
	 * Return the value for people.
	 * @return the value with its unit, or {@code default}
	 */
	public String getText() {
		return text(this.value);
	}

	@Override
	public String toString() {
		return this.setting + "=" + text(this.value);
	}

	static String text(@Nullable Object value) {
		if (value instanceof Duration duration) {
			boolean minutes = !duration.isZero() && duration.toSecondsPart() == 0 && duration.toMillisPart() == 0;
			if (minutes) {
				return duration.toMinutes() + "m";
			}
			return (duration.toMillisPart() == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
		}
		return (value != null) ? value.toString() : "default";
	}

}
