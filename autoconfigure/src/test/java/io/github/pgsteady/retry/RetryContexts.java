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

package io.github.pgsteady.retry;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * Applications whose calls are repeated, with all that Spring Boot gives them.
 */
public final class RetryContexts {

	private RetryContexts() {
	}

	public static ApplicationContextRunner to(PostgresSimulation postgres) {
		return with(PoolContexts.to(postgres));
	}

	/**
	 * Return an application that never asks its database anything.
	 * @return the application
	 */
	public static ApplicationContextRunner toNowhere() {
		return with(PoolContexts.to("jdbc:postgresql://localhost:1/nowhere", "nobody", "nothing"));
	}

	private static ApplicationContextRunner with(ApplicationContextRunner pool) {
		// Proxies of classes need the class loader of these
		return pool.withClassLoader(null)
			.withConfiguration(AutoConfigurations.of(PgSteadyRetryAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class, AopAutoConfiguration.class,
					PersistenceExceptionTranslationAutoConfiguration.class));
	}

}
