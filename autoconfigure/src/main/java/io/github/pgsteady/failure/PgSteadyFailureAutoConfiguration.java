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

package io.github.pgsteady.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for telling what failures mean.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(TransactionSystemException.class)
@ConditionalOnBooleanProperty(name = "pgsteady.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FailureProperties.class)
public final class PgSteadyFailureAutoConfiguration {

	private static final String PREFIX = "pgsteady.failure.rules.";

	@Bean
	FailureClassifier pgSteadyFailureClassifier(FailureProperties properties) {
		List<FailureRule> rules = new ArrayList<>();
		properties.getRules().forEach((name, rule) -> rules.add(rule(PREFIX + name, rule)));
		return new FailureClassifier(rules);
	}

	private FailureRule rule(String name, FailureProperties.Rule rule) {
		String sqlState = sqlState(name + ".sql-state", rule.getSqlState());
		FailureClass failureClass = rule.getFailureClass();
		if (failureClass == null) {
			throw new InvalidConfigurationPropertyValueException(name + ".failure-class", null,
					"A rule has to say which class its failures are of.");
		}
		if (rule.getPause().isNegative()) {
			throw new InvalidConfigurationPropertyValueException(name + ".pause", rule.getPause(),
					"A pause must not be negative.");
		}
		String text = (rule.getText() != null) ? rule.getText() : "";
		return new FailureRule(sqlState, text, failureClass, rule.getPause(), null, name);
	}

	private String sqlState(String name, @Nullable String value) {
		String sqlState = StringUtils.hasText(value) ? value.trim().toUpperCase(Locale.ROOT) : "";
		if (!sqlState.equals(FailureRule.NONE) && !sqlState.matches("[0-9A-Z]{5}|[0-9A-Z]{2}")) {
			throw new InvalidConfigurationPropertyValueException(name, value,
					"A SQLSTATE has five characters, or two for all that begin with them, or is '-' for failures without one.");
		}
		return sqlState;
	}

}
