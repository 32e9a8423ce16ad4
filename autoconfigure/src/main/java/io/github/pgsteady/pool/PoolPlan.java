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

import java.util.List;

import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.Setting;

/**
 * What pgsteady decided on one DataSource, and why. Immutable, and without credentials.
 *
 * @param dataSource the name of the DataSource bean, or of the configuration bean that it
 * is created from
 * @param detection which provider is behind it
 * @param settings the settings, each once, in the order of {@link Setting}
 * @param findings what the operator should look at, each a sentence; usually none
 * @since 0.1.0
 */
public record PoolPlan(String dataSource, Detection detection, List<PlannedSetting> settings, List<String> findings) {

	/**
	 * Create a plan.
	 * @param dataSource the name of the bean
	 * @param detection which provider is behind it
	 * @param settings the settings
	 * @param findings what the operator should look at
	 */
	public PoolPlan {
		settings = List.copyOf(settings);
		findings = List.copyOf(findings);
	}

	/**
	 * Return the plan for one setting.
	 * @param setting the setting
	 * @return the plan for it
	 */
	public PlannedSetting get(Setting setting) {
		return this.settings.stream()
			.filter((planned) -> planned.setting() == setting)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No plan for " + setting));
	}

}
