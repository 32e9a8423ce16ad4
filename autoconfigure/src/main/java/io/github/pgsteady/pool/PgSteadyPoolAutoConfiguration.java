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

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.Driver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.pgsteady.connection.PatientConnections;
import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.provider.PgSteadyProperties;
import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.provider.ProviderDetector;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that tunes HikariCP pools for the
 * PostgreSQL provider behind them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PgSteadyProviderAutoConfiguration.class, PgSteadyConnectionAutoConfiguration.class })
@ConditionalOnClass({ HikariDataSource.class, Driver.class })
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.pool.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(PoolProperties.class)
public final class PgSteadyPoolAutoConfiguration {

	@Bean
	PoolPlans pgSteadyPoolPlans() {
		return new PoolPlans();
	}

	@Bean
	PoolStates pgSteadyPoolStates(ObjectProvider<PoolListener> listeners) {
		return new PoolStates(new PoolListeners(listeners::orderedStream));
	}

	@Bean
	Destinations pgSteadyDestinations() {
		return new Destinations();
	}

	@Bean
	PoolLifecycle pgSteadyPoolLifecycle(PoolStates states) {
		return new PoolLifecycle(states, new PoolWatch(states, System::currentTimeMillis));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	HikariConnections pgSteadyHikariConnections(ApplicationContext applicationContext, PoolProperties properties,
			ObjectProvider<PatientConnections> connections, ObjectProvider<FailureClassifier> classifier,
			PoolStates states, Destinations destinations, ObjectProvider<PoolCustomizer> customizers) {
		String development = DevelopmentTime.reason(applicationContext.getClassLoader(), properties.getDevelopment());
		return new HikariConnections(connections.getIfAvailable(), classifier.getIfAvailable(), states, destinations,
				properties.getWedgedAfter(), development != null, customizers.orderedStream().toList());
	}

	@Bean
	OutsideConnections pgSteadyOutsideConnections(HikariConnections connections, ProviderDetector detector) {
		return new OutsideConnections(connections, detector);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	HikariPoolTuner pgSteadyHikariPoolTuner(ApplicationContext applicationContext, ProviderDetector detector,
			PgSteadyProperties properties, PoolProperties poolProperties, HikariConnections connections,
			PoolPlans plans) {
		String development = DevelopmentTime.reason(applicationContext.getClassLoader(),
				poolProperties.getDevelopment());
		PoolPlanner planner = new PoolPlanner(
				applicationContext.getEnvironment().getProperty("spring.application.name"), development);
		return new HikariPoolTuner(applicationContext, detector, properties, planner, connections, plans);
	}

	@Bean
	SmartInitializingSingleton pgSteadyMissedPoolsReporter(HikariPoolTuner tuner) {
		return tuner::reportMissed;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HikariPoolTuningBeanPostProcessor pgSteadyHikariPoolTuningBeanPostProcessor(
			ObjectProvider<HikariPoolTuner> tuner) {
		return new HikariPoolTuningBeanPostProcessor(tuner);
	}

}
