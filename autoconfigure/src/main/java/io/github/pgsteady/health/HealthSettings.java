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

package io.github.pgsteady.health;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The settings, checked.
 *
 * @param timeout how long a request waits at most
 * @param maxAge how old an answer may be
 * @param query the application's own query, if it has one
 */
record HealthSettings(Duration timeout, Duration maxAge, @Nullable String query) {

	static HealthSettings of(HealthProperties properties) {
		if (properties.getTimeout().isNegative() || properties.getTimeout().isZero()) {
			throw new InvalidConfigurationPropertyValueException("pgsteady.health.timeout", properties.getTimeout(),
					"A request has to wait for some time, such as 1s. To have Spring Boot's own health, which waits without "
							+ "end, set 'pgsteady.health.enabled' to false.");
		}
		if (properties.getMaxAge().isNegative()) {
			throw new InvalidConfigurationPropertyValueException("pgsteady.health.max-age", properties.getMaxAge(),
					"An age must not be negative; 0 is for asking the database each time.");
		}
		String query = properties.getQuery();
		return new HealthSettings(properties.getTimeout(), properties.getMaxAge(),
				StringUtils.hasText(query) ? query : null);
	}

}
