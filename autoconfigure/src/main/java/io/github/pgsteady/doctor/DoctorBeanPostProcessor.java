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

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Calls the doctor when the first pool has been created and tuned, before anything can
 * use it.
 */
final class DoctorBeanPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<ApplicationDoctor> doctor;

	DoctorBeanPostProcessor(ObjectProvider<ApplicationDoctor> doctor) {
		this.doctor = doctor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource) {
			this.doctor.getObject().examineFrom(beanName);
		}
		return bean;
	}

}
