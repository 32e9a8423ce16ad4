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

package io.github.pgsteady.doctor;

import java.util.Objects;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.yaml.snakeyaml.Yaml;

import io.github.pgsteady.diagnosis.Findings;
import io.github.pgsteady.diagnosis.PgSteadyDiagnosisAutoConfiguration;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.fleet.FleetProperties;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PoolPlans;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that examines the DataSources of the
 * application in place of starting it ({@code --pgsteady.doctor}). All other beans are
 * only created as far as the DataSources need them: no migration runs, and no port is
 * opened.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PgSteadyPoolAutoConfiguration.class, PgSteadyDiagnosisAutoConfiguration.class })
@ConditionalOnClass(Yaml.class)
@ConditionalOnBean(PoolPlans.class)
@ConditionalOnProperty("pgsteady.doctor")
@EnableConfigurationProperties({ DoctorProperties.class, FleetProperties.class })
public final class PgSteadyDoctorAutoConfiguration {

	@Bean
	static LazyInitializationBeanFactoryPostProcessor pgSteadyDoctorLazyInitialization() {
		return new LazyInitializationBeanFactoryPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DoctorBeanPostProcessor pgSteadyDoctorBeanPostProcessor(ObjectProvider<ApplicationDoctor> doctor) {
		return new DoctorBeanPostProcessor(doctor);
	}

	@Bean
	ApplicationDoctor pgSteadyApplicationDoctor(ListableBeanFactory beanFactory, PoolPlans plans,
			ObjectProvider<Findings> findings, ObjectProvider<FailureClassifier> classifier, Environment environment,
			DoctorProperties properties, FleetProperties fleet) {
		DoctorOptions options = new DoctorOptions(properties.isTables(), properties.getIdle(),
				Objects.requireNonNullElse(fleet.getInstances(), DoctorOptions.USUAL_INSTANCES));
		return new ApplicationDoctor(new ApplicationPools(beanFactory, plans, findings, environment), options,
				properties.getFormat(), classifier.getIfAvailable(), ApplicationDoctor.standardOutput(), System::exit);
	}

}
