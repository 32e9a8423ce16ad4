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

package io.github.pgsteady.retry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What the properties of retries may be.
 */
final class RetryBounds {

	private RetryBounds() {
	}

	/**
	 * Check all properties.
	 * @param properties the properties
	 * @throws InvalidConfigurationPropertyValueException if one of them makes no sense
	 */
	static void check(RetryProperties properties) {
		time("connect.deadline", properties.getConnect().getDeadline());
		limits("read", properties.getRead());
		limits("transaction", properties.getTransaction());
		atLeast(1, "max-waiting", properties.getMaxWaiting(),
				"To let no call wait for the database, set 'pgsteady.retry.connect.deadline' to 0.");
		atLeast(0, "budget.burst", properties.getBudget().getBurst(), "0 is for none.");
		double ratio = properties.getBudget().getRatio();
		if (!Double.isFinite(ratio) || ratio < 0) {
			throw invalid("budget.ratio", ratio,
					"It must be a number of retries for each call, such as 0.1; 0 is for none.");
		}
	}

	private static void limits(String phase, RetryProperties.Limits limits) {
		time(phase + ".deadline", limits.getDeadline());
		atLeast(0, phase + ".max-retries", limits.getMaxRetries(), "0 is for no retry.");
	}

	private static void time(String name, @Nullable Duration time) {
		if (time != null && time.isNegative()) {
			throw invalid(name, time, "A time must not be negative; 0 is for no retry.");
		}
	}

	private static void atLeast(int minimum, String name, @Nullable Integer value, String remedy) {
		if (value != null && value < minimum) {
			throw invalid(name, value, "It must be at least %s. %s".formatted(minimum, remedy));
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("pgsteady.retry." + name, value, reason);
	}

}
