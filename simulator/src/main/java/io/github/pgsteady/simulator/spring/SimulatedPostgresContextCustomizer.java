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

package io.github.pgsteady.simulator.spring;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds the connection details of a simulation. Each class has a server of its own, so two
 * classes never share a context, but for those nested in one.
 *
 * @param owner the class that has {@code @SimulatedPostgres}
 */
record SimulatedPostgresContextCustomizer(Class<?> owner) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		if (AotDetector.useGeneratedArtifacts()) {
			// The definition is among the generated ones
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(SimulatedJdbcConnectionDetails.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, this.owner.getName());
		((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("simulatedJdbcConnectionDetails",
				definition);
	}

}
