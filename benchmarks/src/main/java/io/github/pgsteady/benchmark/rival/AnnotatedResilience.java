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

package io.github.pgsteady.benchmark.rival;

import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import io.github.resilience4j.common.retry.configuration.CommonRetryConfigurationProperties;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfiguration;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfigurationProperties;
import io.github.resilience4j.spring6.fallback.configure.FallbackConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfigurationProperties;
import io.github.resilience4j.spring6.spelresolver.configure.SpelResolverConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * resilience4j as its documentation has it for Spring Boot: the calls carry annotations,
 * and its aspects lie around them. Its starter imports the same configurations; here,
 * only the application that uses them is to have them. The settings are those of
 * {@link Resilience}.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@Import({ RetryConfiguration.class, CircuitBreakerConfiguration.class, FallbackConfiguration.class,
		SpelResolverConfiguration.class })
public class AnnotatedResilience {

	/**
	 * The name that the annotations give.
	 */
	public static final String NAME = "database";

	@Bean
	RetryConfigurationProperties retryConfigurationProperties() {
		CommonRetryConfigurationProperties.InstanceProperties instance = new CommonRetryConfigurationProperties.InstanceProperties();
		instance.setMaxAttempts(Resilience.ATTEMPTS);
		instance.setWaitDuration(Resilience.PAUSE);
		instance.setEnableExponentialBackoff(true);
		instance.setExponentialBackoffMultiplier(Resilience.MULTIPLIER);
		instance.setEnableRandomizedWait(true);
		instance.setRetryExceptions(failures());
		RetryConfigurationProperties properties = new RetryConfigurationProperties();
		properties.getInstances().put(NAME, instance);
		return properties;
	}

	@Bean
	CircuitBreakerConfigurationProperties circuitBreakerConfigurationProperties() {
		CommonCircuitBreakerConfigurationProperties.InstanceProperties instance = new CommonCircuitBreakerConfigurationProperties.InstanceProperties();
		instance.setWaitDurationInOpenState(Resilience.OPEN);
		instance.setRecordExceptions(failures());
		CircuitBreakerConfigurationProperties properties = new CircuitBreakerConfigurationProperties();
		properties.getInstances().put(NAME, instance);
		return properties;
	}

	@SuppressWarnings("unchecked")
	private static Class<? extends Throwable>[] failures() {
		return (Class<? extends Throwable>[]) new Class<?>[] { DataAccessException.class, TransactionException.class };
	}

}
