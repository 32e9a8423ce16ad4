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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.ProfileValue;
import io.github.pgsteady.provider.Setting;

/**
 * Finds what keeps a database awake, or the application, that could sleep.
 */
final class KeptAwake implements SinglePoolCheck {

	private static final List<Setting> SETTINGS = List.of(Setting.MINIMUM_IDLE, Setting.KEEPALIVE_TIME,
			Setting.TCP_KEEP_ALIVE);

	// They ask the database from time to time, whether there is anything to do or not
	private static final List<String> POLLING = List
		.of("org.springframework.session.jdbc.JdbcIndexedSessionRepository");

	private final BeansByClassName beans;

	private final Environment environment;

	KeptAwake(BeansByClassName beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	public @Nullable Finding check(TunedPool pool) {
		List<String> where = pool.getPlan().detection().maySleep() ? where(pool) : List.of();
		return where.isEmpty() ? null
				: new Finding("kept-awake", Severity.INFO, pool.getName(),
						"The database, or the application, may sleep while it is quiet, but is kept awake",
						"It is billed around the clock", where,
						"Remove the settings, lengthen the intervals, or say that it never sleeps: "
								+ "'pgsteady.may-sleep=false'");
	}

	private List<String> where(TunedPool pool) {
		List<String> where = new ArrayList<>();
		SETTINGS.stream()
			.filter((setting) -> keepsAwake(pool, setting))
			.map((setting) -> pool.getSetting(setting) + ": " + pool.getSetting(setting).reason())
			.forEach(where::add);
		if ("jdbc".equalsIgnoreCase(this.environment.getProperty("spring.quartz.job-store-type"))) {
			where.add("Quartz asks for triggers that are due: 'spring.quartz.job-store-type'");
		}
		this.beans.find(POLLING).forEach((bean) -> where.add("Bean '%s' asks from time to time".formatted(bean)));
		if (!this.environment.getProperty("pgsteady.health.enabled", Boolean.class, true) && isHealthAsked()) {
			where.add("Spring Boot's health check asks each time: 'pgsteady.health.enabled'");
		}
		return where;
	}

	// As Spring Boot has it
	private boolean isHealthAsked() {
		boolean byDefault = this.environment.getProperty("management.health.defaults.enabled", Boolean.class, true);
		return this.environment.getProperty("management.health.db.enabled", Boolean.class, byDefault);
	}

	// The profile for what sleeps says better
	private static boolean keepsAwake(TunedPool pool, Setting setting) {
		PlannedSetting current = pool.getSetting(setting);
		ProfileValue profile = pool.getPlan().detection().getValue(setting);
		return profile != null && profile.property() == null && profile.value() != null && current.value() != null
				&& !String.valueOf(profile.value()).equals(String.valueOf(current.value()));
	}

}
