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

package io.github.pgsteady.link;

import java.time.Duration;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of the watch over connections that have gone silent. Switched off by
 * {@code pgsteady.stall.enabled=false}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(name = "org.postgresql.PGConnection")
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.stall.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(StallProperties.class)
public final class PgSteadyLinkAutoConfiguration {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	LinkWatches pgSteadyLinkWatches(StallProperties properties) {
		Duration suspectAfter = properties.getSuspectAfter();
		if (suspectAfter.compareTo(SHORTEST) < 0) {
			throw new InvalidConfigurationPropertyValueException("pgsteady.stall.suspect-after", suspectAfter,
					"It must be 100ms or more; 'pgsteady.stall.enabled=false' switches the search off.");
		}
		return new LinkWatches(suspectAfter);
	}

}
