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

package io.github.pgsteady.provider;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the knowledge of PostgreSQL
 * providers.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "pgsteady.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PgSteadyProperties.class)
public final class PgSteadyProviderAutoConfiguration {

	@Bean
	ProviderCatalog pgSteadyProviderCatalog(Environment environment) {
		return ProviderCatalog.from(environment);
	}

	@Bean
	ProviderDetector pgSteadyProviderDetector(ProviderCatalog catalog, PgSteadyProperties properties,
			Environment environment) {
		return new ProviderDetector(catalog, properties, environment);
	}

}
