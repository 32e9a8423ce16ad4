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

package io.github.pgsteady.health;

import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.simulator.PostgresSimulation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with a pool and health.
 */
final class HealthContexts {

	private HealthContexts() {
	}

	static ApplicationContextRunner to(PostgresSimulation postgres) {
		return to(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
	}

	static ApplicationContextRunner to(String url, String username, String password) {
		return PoolContexts.to(url, username, password)
			.withConfiguration(AutoConfigurations.of(PgSteadyHealthAutoConfiguration.class,
					DataSourceHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class));
	}

	static HealthContributor contributor(ApplicationContext context) {
		HealthContributor contributor = context.getBean(HealthContributorRegistry.class).getContributor("db");
		assertThat(contributor).isNotNull();
		return contributor;
	}

	static Health health(ApplicationContext context) {
		return ((HealthIndicator) contributor(context)).health();
	}

	static String state(Health health) {
		return (String) health.getDetails().get("state");
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(Health health, String name) {
		return (Map<String, Object>) health.getDetails().get(name);
	}

}
