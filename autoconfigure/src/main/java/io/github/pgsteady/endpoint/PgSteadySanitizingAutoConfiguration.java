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

package io.github.pgsteady.endpoint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that hides the credentials in
 * database URLs from the {@code env} and {@code configprops} endpoints.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
@ConditionalOnBooleanProperty(name = "pgsteady.enabled", matchIfMissing = true)
public final class PgSteadySanitizingAutoConfiguration {

	@Bean
	SanitizingFunction pgSteadyDatabaseUrlSanitizingFunction(Environment environment) {
		Set<String> variables = new LinkedHashSet<>(List.of("DATABASE_URL", "JDBC_DATABASE_URL", "POSTGRES_URL"));
		variables.addAll(Binder.get(environment)
			.bind("pgsteady.url.variables", Bindable.setOf(String.class))
			.orElseGet(Set::of));
		return new DatabaseUrlSanitizingFunction(variables);
	}

}
