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

package io.github.pgsteady.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.failure.PgSteadyFailureAutoConfiguration;
import io.github.pgsteady.link.LinkWatches;
import io.github.pgsteady.link.PgSteadyLinkAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for making connections with
 * patience.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PgSteadyFailureAutoConfiguration.class, PgSteadyLinkAutoConfiguration.class })
@ConditionalOnBean(FailureClassifier.class)
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.connection.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties({ ConnectionProperties.class, StartupProperties.class })
public final class PgSteadyConnectionAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	PatientConnections pgSteadyPatientConnections(FailureClassifier classifier, ConnectionProperties properties,
			StartupProperties startup, Environment environment, ObjectProvider<LinkWatches> watches,
			ObjectProvider<ConnectionObserver> observers) {
		check("pgsteady.startup.wait", startup.getWait());
		check("pgsteady.connection.statement-timeout", properties.getStatementTimeout());
		check("pgsteady.connection.commit-timeout", properties.getCommitTimeout());
		check("pgsteady.connection.validate-after", properties.getValidateAfter());
		CommitOutcome commitOutcome = Binder.get(environment)
			.bind("pgsteady.retry.commit-outcome", CommitOutcome.class)
			.orElse(CommitOutcome.SURFACE);
		TimeLimits limits = new TimeLimits(properties.getStatementTimeout(), properties.getCommitTimeout(),
				properties.getValidateAfter());
		return new PatientConnections(classifier, limits, startup.getWait(), commitOutcome, watches.getIfAvailable(),
				observers);
	}

	private void check(String property, @Nullable Duration time) {
		if (time != null && time.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, time,
					"A time must not be negative; 0 is for none.");
		}
	}

	@Bean
	ApplicationListener<ContextRefreshedEvent> pgSteadyEndOfStart(PatientConnections connections) {
		return (event) -> connections.getLimits().started();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TransactionManagerPostProcessor pgSteadyTransactionManagerPostProcessor() {
		return new TransactionManagerPostProcessor();
	}

}
