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

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

import io.github.pgsteady.retry.GuardedBeans;
import io.github.pgsteady.retry.PgSteadyRetryAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that examines the application when
 * it is ready.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PgSteadyRetryAutoConfiguration.class)
@ConditionalOnBean(GuardedBeans.class)
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.diagnosis.enabled" }, matchIfMissing = true)
public final class PgSteadyDiagnosisAutoConfiguration {

	@Bean
	Findings pgSteadyFindings() {
		return new Findings();
	}

	@Bean
	RetryExamination pgSteadyRetryExamination(ListableBeanFactory beanFactory, GuardedBeans beans, Findings findings) {
		List<RetryCheck> checks = List.of(new MultipliedRetries(), new RetriesInTransaction(),
				new AspectJTransactions(beanFactory), new SelfInvocations());
		return new RetryExamination(beans::find, checks, findings, (task) -> {
			Thread thread = new Thread(task, "pgsteady-examination");
			thread.setDaemon(true);
			thread.start();
		});
	}

}
