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

package io.github.pgsteady.endpoint;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.pgsteady.diagnosis.Findings;
import io.github.pgsteady.diagnosis.PgSteadyDiagnosisAutoConfiguration;
import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the endpoint {@code pgsteady}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PgSteadyDiagnosisAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(PoolPlans.class)
@ConditionalOnBooleanProperty(name = "pgsteady.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(PgSteadyEndpoint.class)
public final class PgSteadyEndpointAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	RecentFailures pgSteadyRecentFailures() {
		return new RecentFailures(Clock.systemUTC());
	}

	@Bean
	PgSteadyEndpoint pgSteadyEndpoint(PoolPlans plans, PoolStates states, ObjectProvider<Findings> findings,
			RecentFailures failures, ObjectProvider<Fleet> fleet) {
		return new PgSteadyEndpoint(plans, states, findings.getIfAvailable(), failures, fleet.getIfAvailable());
	}

}
