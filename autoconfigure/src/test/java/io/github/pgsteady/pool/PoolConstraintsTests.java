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

import org.junit.jupiter.api.Test;

import io.github.pgsteady.provider.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolConstraints}.
 */
class PoolConstraintsTests {

	private final Map<Setting, PlannedSetting> settings = new EnumMap<>(Setting.class);

	private final List<String> findings = new ArrayList<>();

	private Duration leakDetectionThreshold = Duration.ZERO;

	PoolConstraintsTests() {
		for (Setting setting : Setting.values()) {
			HikariProperty property = HikariProperty.of(setting);
			put(setting, (property != null) ? property.getDefaultValue() : null, SettingOrigin.DEFAULT);
		}
		put(Setting.MAXIMUM_POOL_SIZE, 10, SettingOrigin.PROVIDER);
		put(Setting.MINIMUM_IDLE, 1, SettingOrigin.PROVIDER);
		put(Setting.IDLE_TIMEOUT, Duration.ofMinutes(5), SettingOrigin.PROVIDER);
		put(Setting.MAX_LIFETIME, Duration.ofMinutes(15), SettingOrigin.PROVIDER);
	}

	@Test
	void minimumIdleOfTheProviderFollowsASmallPoolOfTheApplication() {
		put(Setting.MINIMUM_IDLE, 2, SettingOrigin.PROVIDER);
		put(Setting.MAXIMUM_POOL_SIZE, 1, SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.MINIMUM_IDLE).value()).isEqualTo(1);
		assertThat(this.findings).isEmpty();
	}

	@Test
	void maximumOfTheProviderMakesRoomForTheMinimumOfTheApplicationAndSaysSo() {
		put(Setting.MAXIMUM_POOL_SIZE, 4, SettingOrigin.PROVIDER);
		put(Setting.MINIMUM_IDLE, 6, SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(6);
		assertThat(this.settings.get(Setting.MAXIMUM_POOL_SIZE).origin()).isEqualTo(SettingOrigin.DERIVED);
		assertThat(this.findings).containsExactly("maximum-pool-size is raised from 4 to 6 for your minimum-idle=6: is "
				+ "that within the provider's limit?");
	}

	@Test
	void poolNeverGetsLargerThanThatOfHikariForAMinimumOfTheApplication() {
		put(Setting.MAXIMUM_POOL_SIZE, 4, SettingOrigin.PROVIDER);
		put(Setting.MINIMUM_IDLE, 20, SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(10);
		assertThat(this.findings).last().isEqualTo("minimum-idle=20 is above maximum-pool-size=10: HikariCP uses 10");
	}

	@Test
	void valueForTheProviderIsStrongerThanABuiltInOne() {
		put(Setting.IDLE_TIMEOUT, Duration.ofMinutes(20), SettingOrigin.PROVIDER_OVERRIDE);
		apply();
		assertThat(this.settings.get(Setting.IDLE_TIMEOUT).value()).isEqualTo(Duration.ofMinutes(20));
		assertThat(this.settings.get(Setting.MAX_LIFETIME).value()).isEqualTo(Duration.ofSeconds(1201));
	}

	@Test
	void whenAValueForTheProviderGivesWayThenItIsTold() {
		put(Setting.MINIMUM_IDLE, 5, SettingOrigin.PROVIDER_OVERRIDE);
		put(Setting.MAXIMUM_POOL_SIZE, 3, SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.MINIMUM_IDLE).value()).isEqualTo(3);
		assertThat(this.findings).containsExactly("minimum-idle=5 becomes 3: Not more than the pool may hold. Test");
	}

	@Test
	void leakDetectionOfTheApplicationIsNotSwitchedOffByTheLifetimeOfTheProvider() {
		this.leakDetectionThreshold = Duration.ofMinutes(20);
		apply();
		assertThat(this.settings.get(Setting.MAX_LIFETIME).value()).isEqualTo(Duration.ofSeconds(1201));
		put(Setting.MAX_LIFETIME, Duration.ofMinutes(5), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.findings).last()
			.isEqualTo("leak-detection-threshold=20m does not fit into max-lifetime=5m: HikariCP switches leak "
					+ "detection off");
	}

	@Test
	void lifetimeThatIsTooShortForHikariCountsAsTheOneThatItUses() {
		put(Setting.MAX_LIFETIME, Duration.ofSeconds(10), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.IDLE_TIMEOUT).value()).isEqualTo(Duration.ofMinutes(5));
		assertThat(this.findings).containsExactly("max-lifetime=10s is below 30s: HikariCP uses 30 minutes. Test");
	}

	@Test
	void connectTimeoutFitsIntoTheLoginTimeout() {
		put(Setting.CONNECT_TIMEOUT, Duration.ofSeconds(8), SettingOrigin.PROVIDER);
		put(Setting.LOGIN_TIMEOUT, Duration.ofSeconds(5), SettingOrigin.PROVIDER_OVERRIDE);
		apply();
		assertThat(this.settings.get(Setting.CONNECT_TIMEOUT).value()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void idleTimeoutOfTheProviderFitsIntoAShortLifetimeOfTheApplication() {
		put(Setting.MAX_LIFETIME, Duration.ofSeconds(60), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.IDLE_TIMEOUT).value()).isEqualTo(Duration.ofSeconds(59));
		assertThat(this.settings.get(Setting.KEEPALIVE_TIME).value()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void lifetimeOfTheProviderMakesRoomForALongIdleTimeoutOfTheApplicationAndSaysSo() {
		put(Setting.IDLE_TIMEOUT, Duration.ofMinutes(20), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.MAX_LIFETIME).value()).isEqualTo(Duration.ofSeconds(1201));
		assertThat(this.findings)
			.containsExactly("max-lifetime is raised from 15m for your idle-timeout=20m, and the provider may cut "
					+ "connections before");
	}

	@Test
	void whenTwoValuesOfTheApplicationDoNotGoTogetherThenItIsTold() {
		put(Setting.IDLE_TIMEOUT, Duration.ofMinutes(10), SettingOrigin.APPLICATION);
		put(Setting.MAX_LIFETIME, Duration.ofMinutes(5), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.findings)
			.containsExactly("idle-timeout=10m does not fit into max-lifetime=5m: HikariCP switches idle-timeout off");
	}

	@Test
	void whenAValueOfTheApplicationIsTooShortForHikariThenItIsTold() {
		put(Setting.KEEPALIVE_TIME, Duration.ofSeconds(10), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.findings).singleElement()
			.asString()
			.startsWith("keepalive-time=10s is below 30s: HikariCP switches it off.");
	}

	@Test
	void idleTimeoutIsLeftAloneWhereThePoolStaysFull() {
		put(Setting.MINIMUM_IDLE, 10, SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.IDLE_TIMEOUT).isToBeApplied()).isFalse();
	}

	@Test
	void idleTimeoutForTheProviderThatHasNoEffectIsTold() {
		put(Setting.MINIMUM_IDLE, null, SettingOrigin.DEFAULT);
		put(Setting.IDLE_TIMEOUT, Duration.ofMinutes(2), SettingOrigin.PROVIDER_OVERRIDE);
		apply();
		assertThat(this.findings)
			.containsExactly("idle-timeout=2m has no effect: a pool without minimum-idle stays full. Test");
	}

	@Test
	void intervalsOfProbesAreDroppedWhereProbesAreOff() {
		put(Setting.TCP_KEEP_ALIVE, "false", SettingOrigin.APPLICATION);
		put(Setting.TCP_KEEP_ALIVE_IDLE, Duration.ofSeconds(25), SettingOrigin.PROVIDER);
		apply();
		assertThat(this.settings.get(Setting.TCP_KEEP_ALIVE_IDLE).value()).isNull();
	}

	@Test
	void validationFitsIntoTheWaitOfTheCaller() {
		put(Setting.VALIDATION_TIMEOUT, Duration.ofSeconds(3), SettingOrigin.PROVIDER);
		put(Setting.CONNECTION_TIMEOUT, Duration.ofSeconds(1), SettingOrigin.APPLICATION);
		apply();
		assertThat(this.settings.get(Setting.VALIDATION_TIMEOUT).value()).isEqualTo(Duration.ofSeconds(1));
	}

	private void put(Setting setting, Object value, SettingOrigin origin) {
		this.settings.put(setting, new PlannedSetting(setting, value, origin, "Test"));
	}

	private void apply() {
		new PoolConstraints(this.settings, this.leakDetectionThreshold, this.findings).apply();
	}

}
