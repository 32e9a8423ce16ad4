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
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.provider.Setting;

/**
 * Makes the settings of a pool go together. HikariCP replaces what does not by values of
 * its own choice, often without a word; here what is not the application's own gives way,
 * and where only the application's own values are left, it is told.
 */
class PoolConstraints {

	private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(30);

	private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(30);

	private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10);

	private static final Duration IDLE_BEFORE_LIFETIME = Duration.ofSeconds(1);

	private final Map<Setting, PlannedSetting> settings;

	private final List<String> findings;

	PoolConstraints(Map<Setting, PlannedSetting> settings, List<String> findings) {
		this.settings = settings;
		this.findings = findings;
	}

	void apply() {
		fitMinimumIdle();
		reportOutOfRange(Setting.MAX_LIFETIME, SHORTEST_LIFETIME, "uses 30 minutes");
		reportOutOfRange(Setting.KEEPALIVE_TIME, SHORTEST_KEEPALIVE, "switches it off");
		if (!isFixedSize()) {
			reportOutOfRange(Setting.IDLE_TIMEOUT, SHORTEST_IDLE, "uses 10 minutes");
		}
		fitKeepalive();
		fitIdleTimeout();
		fitWithin(Setting.VALIDATION_TIMEOUT, Setting.CONNECTION_TIMEOUT);
		fitWithin(Setting.CONNECT_TIMEOUT, Setting.LOGIN_TIMEOUT);
		fitTcpKeepAlive();
	}

	private void fitMinimumIdle() {
		int maximum = integer(Setting.MAXIMUM_POOL_SIZE);
		Integer minimum = (Integer) get(Setting.MINIMUM_IDLE).value();
		if (minimum == null || minimum <= maximum) {
			return;
		}
		if (yields(Setting.MINIMUM_IDLE)) {
			replace(Setting.MINIMUM_IDLE, maximum, "Not more than the pool may hold");
		}
		else if (yields(Setting.MAXIMUM_POOL_SIZE)) {
			replace(Setting.MAXIMUM_POOL_SIZE, minimum, "Room for your minimum-idle");
		}
		else {
			this.findings
				.add("minimum-idle %d is above maximum-pool-size %d: HikariCP uses %2$d".formatted(minimum, maximum));
		}
	}

	private boolean isFixedSize() {
		Integer minimum = (Integer) get(Setting.MINIMUM_IDLE).value();
		return minimum == null || minimum < 0 || minimum >= integer(Setting.MAXIMUM_POOL_SIZE);
	}

	private void reportOutOfRange(Setting setting, Duration shortest, String consequence) {
		Duration value = duration(setting);
		if (!value.isZero() && value.compareTo(shortest) < 0) {
			this.findings.add("%s is below %ds: HikariCP %s. %s".formatted(get(setting), shortest.toSeconds(),
					consequence, get(setting).reason()));
		}
	}

	private void fitKeepalive() {
		Duration keepalive = duration(Setting.KEEPALIVE_TIME);
		Duration lifetime = lifetime();
		if (keepalive.isZero() || lifetime.isZero() || keepalive.compareTo(lifetime) < 0) {
			return;
		}
		if (yields(Setting.KEEPALIVE_TIME)) {
			Duration half = Duration.ofSeconds(lifetime.dividedBy(2).toSeconds());
			replace(Setting.KEEPALIVE_TIME, (half.compareTo(SHORTEST_KEEPALIVE) >= 0) ? half : Duration.ZERO,
					"Has to fit into max-lifetime");
		}
		else {
			raiseLifetime(keepalive, Setting.KEEPALIVE_TIME, "switches keepalive-time off");
		}
	}

	private void fitIdleTimeout() {
		Duration idle = duration(Setting.IDLE_TIMEOUT);
		if (isFixedSize()) {
			if (yields(Setting.IDLE_TIMEOUT)) {
				this.settings.put(Setting.IDLE_TIMEOUT, new PlannedSetting(Setting.IDLE_TIMEOUT, null,
						SettingOrigin.DEFAULT, "No effect: minimum-idle keeps the pool full"));
			}
			return;
		}
		Duration longest = lifetime().minus(IDLE_BEFORE_LIFETIME);
		if (lifetime().isZero() || idle.compareTo(longest) <= 0) {
			return;
		}
		if (yields(Setting.IDLE_TIMEOUT)) {
			replace(Setting.IDLE_TIMEOUT, longest, "Has to fit into max-lifetime");
		}
		else {
			raiseLifetime(idle, Setting.IDLE_TIMEOUT, "switches idle-timeout off");
		}
	}

	private void raiseLifetime(Duration value, Setting because, String consequence) {
		if (yields(Setting.MAX_LIFETIME)) {
			this.findings.add("max-lifetime is raised from %s for your %s, and the provider may cut connections before"
				.formatted(PlannedSetting.text(duration(Setting.MAX_LIFETIME)), get(because)));
			replace(Setting.MAX_LIFETIME, value.plus(IDLE_BEFORE_LIFETIME), "Room for your " + because);
		}
		else {
			this.findings.add("%s does not fit into %s: HikariCP %s".formatted(get(because), get(Setting.MAX_LIFETIME),
					consequence));
		}
	}

	private void fitWithin(Setting inner, Setting outer) {
		Object innerValue = get(inner).value();
		if (yields(inner) && innerValue instanceof Duration duration && get(outer).value() instanceof Duration limit
				&& duration.compareTo(limit) > 0 && get(outer).origin() != SettingOrigin.DEFAULT) {
			replace(inner, limit, "Has to fit into " + outer);
		}
	}

	private void fitTcpKeepAlive() {
		if (!"true".equals(String.valueOf(get(Setting.TCP_KEEP_ALIVE).value()))) {
			for (Setting setting : new Setting[] { Setting.TCP_KEEP_ALIVE_IDLE, Setting.TCP_KEEP_ALIVE_INTERVAL,
					Setting.TCP_KEEP_ALIVE_COUNT }) {
				this.settings.put(setting,
						new PlannedSetting(setting, null, SettingOrigin.DEFAULT, "No effect: tcp-keep-alive is off"));
			}
		}
	}

	private PlannedSetting get(Setting setting) {
		PlannedSetting planned = this.settings.get(setting);
		if (planned == null) {
			throw new IllegalStateException("No plan for " + setting);
		}
		return planned;
	}

	private boolean yields(Setting setting) {
		return get(setting).origin() != SettingOrigin.APPLICATION;
	}

	private int integer(Setting setting) {
		return (get(setting).value() instanceof Integer value) ? value : 0;
	}

	private Duration duration(Setting setting) {
		return (get(setting).value() instanceof Duration value) ? value : Duration.ZERO;
	}

	private Duration lifetime() {
		// What HikariCP will use, whatever was asked for
		Duration lifetime = duration(Setting.MAX_LIFETIME);
		return (lifetime.isZero() || lifetime.compareTo(SHORTEST_LIFETIME) >= 0) ? lifetime : Duration.ofMinutes(30);
	}

	private void replace(Setting setting, @Nullable Object value, String reason) {
		this.settings.put(setting, new PlannedSetting(setting, value, SettingOrigin.DERIVED, reason));
	}

}
