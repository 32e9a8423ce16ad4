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

import com.zaxxer.hikari.HikariConfig;

import io.github.pgsteady.link.KeepAliveSocketFactory;
import io.github.pgsteady.provider.Setting;

/**
 * Writes a plan to a pool that has not started.
 */
final class HikariPlanWriter {

	private HikariPlanWriter() {
	}

	static void write(PoolPlan plan, HikariConfig config) {
		for (HikariProperty property : HikariProperty.values()) {
			PlannedSetting planned = plan.get(property.getSetting());
			// The application's own values, too: some of them come from the URL, where
			// HikariCP does not look
			if (planned.value() != null && planned.origin() != SettingOrigin.DEFAULT) {
				property.set(config, planned.value());
			}
		}
		for (DriverProperty property : DriverProperty.values()) {
			PlannedSetting planned = plan.get(property.getSetting());
			if (planned.value() != null && planned.isToBeApplied()) {
				config.addDataSourceProperty(property.getPropertyName(), property.format(planned.value()));
			}
		}
		writeTcpKeepAlive(plan, config);
	}

	private static void writeTcpKeepAlive(PoolPlan plan, HikariConfig config) {
		PlannedSetting idle = plan.get(Setting.TCP_KEEP_ALIVE_IDLE);
		PlannedSetting interval = plan.get(Setting.TCP_KEEP_ALIVE_INTERVAL);
		PlannedSetting count = plan.get(Setting.TCP_KEEP_ALIVE_COUNT);
		if (idle.isToBeApplied() && interval.isToBeApplied() && count.isToBeApplied()) {
			config.addDataSourceProperty("socketFactory", KeepAliveSocketFactory.class.getName());
			config.addDataSourceProperty("socketFactoryArg",
					seconds(idle) + "," + seconds(interval) + "," + count.value());
		}
	}

	private static long seconds(PlannedSetting planned) {
		return (planned.value() instanceof Duration duration) ? duration.toSeconds() : 0;
	}

}
