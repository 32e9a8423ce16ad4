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

	private static final int HIKARIS_POOL_SIZE = 10;

	private final Map<Setting, PlannedSetting> settings;

	private final Duration leakDetectionThreshold;

	private final List<String> findings;

	/**
	 * Create constraints.
	 * @param settings the settings, which will be changed
	 * @param leakDetectionThreshold the application's threshold, which HikariCP drops
	 * where it is above the lifetime; zero for none
	 * @param findings what there is to tell, which will be added to
	 */
	PoolConstraints(Map<Setting, PlannedSetting> settings, Duration leakDetectionThreshold, List<String> findings) {
		this.settings = settings;
		this.leakDetectionThreshold = leakDetectionThreshold;
		this.findings = findings;
	}

	void apply() {
		fitMinimumIdle();
		reportOutOfRange(Setting.MAX_LIFETIME, SHORTEST_LIFETIME, "uses 30 minutes");
		reportOutOfRange(Setting.KEEPALIVE_TIME, SHORTEST_KEEPALIVE, "switches it off");
		if (!isFixedSize()) {
			reportOutOfRange(Setting.IDLE_TIMEOUT, SHORTEST_IDLE, "uses 10 minutes");
		}
		fitLeakDetection();
		fitKeepalive();
		fitIdleTimeout();
		fitWithin(Setting.VALIDATION_TIMEOUT, Setting.CONNECTION_TIMEOUT);
		fitWithin(Setting.CONNECT_TIMEOUT, Setting.LOGIN_TIMEOUT);
		fitTcpKeepAlive();
	}

	private void fitMinimumIdle() {
		Integer minimum = (Integer) get(Setting.MINIMUM_IDLE).value();
		if (minimum == null || minimum <= integer(Setting.MAXIMUM_POOL_SIZE)) {
			return;
		}
		if (yields(Setting.MINIMUM_IDLE, Setting.MAXIMUM_POOL_SIZE)) {
			replace(Setting.MINIMUM_IDLE, integer(Setting.MAXIMUM_POOL_SIZE), "Not more than the pool may hold");
			return;
		}
		int room = Math.min(minimum, HIKARIS_POOL_SIZE);
		if (yields(Setting.MAXIMUM_POOL_SIZE, Setting.MINIMUM_IDLE) && room > integer(Setting.MAXIMUM_POOL_SIZE)) {
			this.findings
				.add("maximum-pool-size is raised from %s to %s for your %s: is that within the provider's limit?"
					.formatted(integer(Setting.MAXIMUM_POOL_SIZE), room, get(Setting.MINIMUM_IDLE)));
			replace(Setting.MAXIMUM_POOL_SIZE, room, "Room for your minimum-idle");
		}
		if (minimum > integer(Setting.MAXIMUM_POOL_SIZE)) {
			this.findings.add("%s is above %s: HikariCP uses %s".formatted(get(Setting.MINIMUM_IDLE),
					get(Setting.MAXIMUM_POOL_SIZE), integer(Setting.MAXIMUM_POOL_SIZE)));
		}
	}

	private boolean isFixedSize() {
		Integer minimum = (Integer) get(Setting.MINIMUM_IDLE).value();
		return minimum == null || minimum >= integer(Setting.MAXIMUM_POOL_SIZE);
	}

	private void reportOutOfRange(Setting setting, Duration shortest, String consequence) {
		Duration value = duration(setting);
		if (!value.isZero() && value.compareTo(shortest) < 0) {
			this.findings.add("%s is below %ss: HikariCP %s. %s".formatted(get(setting), shortest.toSeconds(),
					consequence, get(setting).reason()));
		}
	}

	private void fitKeepalive() {
		Duration keepalive = duration(Setting.KEEPALIVE_TIME);
		Duration lifetime = lifetime();
		if (keepalive.isZero() || lifetime.isZero() || keepalive.compareTo(lifetime) < 0) {
			return;
		}
		if (yields(Setting.KEEPALIVE_TIME, Setting.MAX_LIFETIME)) {
			Duration half = Duration.ofSeconds(lifetime.dividedBy(2).toSeconds());
			replace(Setting.KEEPALIVE_TIME, (half.compareTo(SHORTEST_KEEPALIVE) >= 0) ? half : Duration.ZERO,
					"Has to fit into max-lifetime");
		}
		else {
			raiseLifetime(keepalive, get(Setting.KEEPALIVE_TIME), "switches keepalive-time off");
		}
	}

	private void fitIdleTimeout() {
		Duration idle = duration(Setting.IDLE_TIMEOUT);
		if (isFixedSize()) {
			if (get(Setting.IDLE_TIMEOUT).origin() == SettingOrigin.PROVIDER_OVERRIDE) {
				this.findings.add("%s has no effect: a pool without minimum-idle stays full. %s"
					.formatted(get(Setting.IDLE_TIMEOUT), get(Setting.IDLE_TIMEOUT).reason()));
			}
			if (get(Setting.IDLE_TIMEOUT).origin() != SettingOrigin.APPLICATION) {
				this.settings.put(Setting.IDLE_TIMEOUT, new PlannedSetting(Setting.IDLE_TIMEOUT, null,
						SettingOrigin.DEFAULT, "No effect: minimum-idle keeps the pool full"));
			}
			return;
		}
		Duration longest = lifetime().minus(IDLE_BEFORE_LIFETIME);
		if (lifetime().isZero() || idle.compareTo(longest) <= 0) {
			return;
		}
		if (yields(Setting.IDLE_TIMEOUT, Setting.MAX_LIFETIME)) {
			replace(Setting.IDLE_TIMEOUT, longest, "Has to fit into max-lifetime");
		}
		else {
			raiseLifetime(idle, get(Setting.IDLE_TIMEOUT), "switches idle-timeout off");
		}
	}

	private void fitLeakDetection() {
		Duration lifetime = lifetime();
		if (!lifetime.isZero() && this.leakDetectionThreshold.compareTo(lifetime) > 0) {
			raiseLifetime(this.leakDetectionThreshold,
					"leak-detection-threshold=" + PlannedSetting.text(this.leakDetectionThreshold),
					SettingOrigin.APPLICATION, "switches leak detection off");
		}
	}

	private void raiseLifetime(Duration value, PlannedSetting because, String consequence) {
		raiseLifetime(value, because.toString(), because.origin(), consequence);
	}

	private void raiseLifetime(Duration value, String because, SettingOrigin origin, String consequence) {
		PlannedSetting lifetime = get(Setting.MAX_LIFETIME);
		if (lifetime.origin() != SettingOrigin.APPLICATION && lifetime.origin().compareTo(origin) > 0) {
			this.findings.add("max-lifetime is raised from %s for your %s, and the provider may cut connections before"
				.formatted(PlannedSetting.text(lifetime.value()), because));
			replace(Setting.MAX_LIFETIME, value.plus(IDLE_BEFORE_LIFETIME), "Room for your " + because);
		}
		else {
			this.findings.add("%s does not fit into %s: HikariCP %s".formatted(because, lifetime, consequence));
		}
	}

	private void fitWithin(Setting inner, Setting outer) {
		Object innerValue = get(inner).value();
		if (yields(inner, outer) && innerValue instanceof Duration duration
				&& get(outer).value() instanceof Duration limit && duration.compareTo(limit) > 0
				&& get(outer).origin() != SettingOrigin.DEFAULT) {
			replace(inner, limit, "Has to fit into " + outer);
		}
	}

	private void fitTcpKeepAlive() {
		if (!"true".equalsIgnoreCase(String.valueOf(get(Setting.TCP_KEEP_ALIVE).value()))) {
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

	private boolean yields(Setting setting, Setting other) {
		SettingOrigin origin = get(setting).origin();
		return origin != SettingOrigin.APPLICATION && origin.compareTo(get(other).origin()) >= 0;
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

	private void replace(Setting setting, Object value, String reason) {
		if (get(setting).origin() == SettingOrigin.PROVIDER_OVERRIDE) {
			this.findings.add("%s becomes %s: %s. %s".formatted(get(setting), PlannedSetting.text(value), reason,
					get(setting).reason()));
		}
		this.settings.put(setting, new PlannedSetting(setting, value, SettingOrigin.DERIVED, reason));
	}

}
