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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.pgsteady.connection.PatientConnections;
import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.pool.Destinations;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for telling why an application did
 * not start.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PgSteadyConnectionAutoConfiguration.class)
@ConditionalOnBean(PatientConnections.class)
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.diagnosis.enabled" }, matchIfMissing = true)
public final class PgSteadyStartDiagnosisAutoConfiguration {

	@Bean(ConnectFailures.BEAN_NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	ConnectFailures pgSteadyConnectFailures(ObjectProvider<Destinations> destinations,
			ConfigurableListableBeanFactory beanFactory) {
		ConnectFailures failures = new ConnectFailures(destinations);
		failures.survive(beanFactory);
		return failures;
	}

}
