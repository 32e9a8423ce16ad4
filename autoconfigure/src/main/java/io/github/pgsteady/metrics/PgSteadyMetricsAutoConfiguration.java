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

package io.github.pgsteady.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.pgsteady.connection.PatientConnections;
import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.fleet.PgSteadyFleetAutoConfiguration;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.retry.PgSteadyRetryAutoConfiguration;
import io.github.pgsteady.retry.RetryBudgets;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of pools,
 * connections, calls, fleets and health.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PgSteadyConnectionAutoConfiguration.class, PgSteadyPoolAutoConfiguration.class,
		PgSteadyFleetAutoConfiguration.class, PgSteadyRetryAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(PatientConnections.class)
@ConditionalOnBooleanProperty(name = "pgsteady.metrics.enabled", matchIfMissing = true)
public final class PgSteadyMetricsAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	ConnectionMeters pgSteadyConnectionMeters() {
		return new ConnectionMeters();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnBean(PoolStates.class)
	PoolMeters pgSteadyPoolMeters(PoolStates states) {
		return new PoolMeters(states);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnBean(Fleet.class)
	FleetMeters pgSteadyFleetMeters(Fleet fleet, PoolStates states) {
		return new FleetMeters(fleet, states);
	}

	@Bean
	HealthMeters pgSteadyHealthMeters() {
		return new HealthMeters();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnBean(RetryBudgets.class)
	CallMeters pgSteadyCallMeters(RetryBudgets budgets) {
		return new CallMeters(budgets);
	}

}
