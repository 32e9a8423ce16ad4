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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.ProfileValue;
import io.github.pgsteady.provider.Setting;

/**
 * Decides on each setting of a pool: the application's own value, the provider's, or the
 * default. A pure function of what it is given.
 */
class PoolPlanner {

	private final @Nullable String applicationName;

	private final @Nullable String development;

	/**
	 * Create a planner.
	 * @param applicationName the name of the application, if it has one
	 * @param development why this is development and not production, {@code null} if it
	 * is production
	 */
	PoolPlanner(@Nullable String applicationName, @Nullable String development) {
		this.applicationName = applicationName;
		this.development = development;
	}

	PoolPlan plan(String dataSource, Detection detection, Map<Setting, PlannedSetting> application,
			Duration leakDetectionThreshold) {
		Map<Setting, PlannedSetting> draft = new EnumMap<>(Setting.class);
		for (Setting setting : Setting.values()) {
			PlannedSetting own = application.get(setting);
			draft.put(setting, (own != null) ? own : plan(setting, detection.getValue(setting)));
		}
		List<String> findings = new ArrayList<>(detection.getContradictions());
		new PoolConstraints(draft, leakDetectionThreshold, findings).apply();
		return new PoolPlan(dataSource, detection, List.copyOf(draft.values()), findings);
	}

	private PlannedSetting plan(Setting setting, @Nullable ProfileValue profile) {
		if (profile != null && profile.property() != null) {
			return new PlannedSetting(setting, profile.value(), SettingOrigin.PROVIDER_OVERRIDE,
					"You set it: '" + profile.property() + "'");
		}
		PlannedSetting development = (this.development != null) ? planForDevelopment(setting, this.development) : null;
		if (development != null) {
			return development;
		}
		if (profile != null && profile.value() != null) {
			return new PlannedSetting(setting, profile.value(), SettingOrigin.PROVIDER, profile.reason(),
					profile.source(), profile.confirmed());
		}
		if (setting == Setting.APPLICATION_NAME && StringUtils.hasText(this.applicationName)) {
			return new PlannedSetting(setting, this.applicationName, SettingOrigin.DERIVED,
					"As 'spring.application.name': the server then says whose connection it is");
		}
		return byDefault(setting, (profile != null) ? profile.reason() : null);
	}

	private @Nullable PlannedSetting planForDevelopment(Setting setting, String why) {
		return switch (setting) {
			case MINIMUM_IDLE -> new PlannedSetting(setting, 0, SettingOrigin.DEVELOPMENT,
					why + ": contexts that are cached or restarted must not hold connections");
			case IDLE_TIMEOUT -> new PlannedSetting(setting, Duration.ofSeconds(10), SettingOrigin.DEVELOPMENT,
					why + ": contexts that are cached or restarted must not hold connections");
			default -> null;
		};
	}

	private PlannedSetting byDefault(Setting setting, @Nullable String reason) {
		HikariProperty property = HikariProperty.of(setting);
		if (property != null) {
			return new PlannedSetting(setting, property.getDefaultValue(), SettingOrigin.DEFAULT,
					(reason != null) ? reason : "HikariCP's default");
		}
		String unset = (DriverProperty.of(setting) != null) ? "The driver's default" : "Not known of this provider";
		return new PlannedSetting(setting, null, SettingOrigin.DEFAULT, (reason != null) ? reason : unset);
	}

}
