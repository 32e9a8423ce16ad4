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

import com.zaxxer.hikari.HikariConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * {@link BeanPostProcessor} that has each HikariCP pool tuned before it starts. A
 * {@link HikariConfig} bean is tuned as well: a pool that is created from one runs before
 * a post-processor sees it.
 */
class HikariPoolTuningBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final ObjectProvider<HikariPoolTuner> tuner;

	HikariPoolTuningBeanPostProcessor(ObjectProvider<HikariPoolTuner> tuner) {
		this.tuner = tuner;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariConfig config) {
			this.tuner.getObject().tune(config, beanName);
		}
		return bean;
	}

	@Override
	public int getOrder() {
		// Runs after the binding of properties (+ 1), and after Spring Boot's own
		// processor for connection details (+ 2), which replaces the URL
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

}
