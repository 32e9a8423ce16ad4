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

package io.github.pgsteady.fleet;

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.Driver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PoolCustomizer;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that shares the connections of a
 * server among all instances of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PgSteadyPoolAutoConfiguration.class)
@ConditionalOnClass({ HikariDataSource.class, Driver.class })
@ConditionalOnBean(PoolStates.class)
@EnableConfigurationProperties(FleetProperties.class)
public final class PgSteadyFleetAutoConfiguration {

	@Bean
	Fleet pgSteadyFleet(FleetProperties properties, PoolStates states, PoolPlans plans, Environment environment) {
		return new Fleet(properties, states, plans, environment);
	}

	@Bean
	PoolCustomizer pgSteadyFleetPoolCustomizer(Fleet fleet) {
		return fleet::join;
	}

	// Stops before the pools give their connections back
	@Bean
	@DependsOn("pgSteadyPoolLifecycle")
	FleetTimer pgSteadyFleetTimer(Fleet fleet) {
		return new FleetTimer(fleet);
	}

}
