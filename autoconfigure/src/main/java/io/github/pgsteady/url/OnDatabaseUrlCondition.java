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

package io.github.pgsteady.url;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.pgsteady.url.DatabaseUrlResolver.Resolution;

/**
 * {@link SpringBootCondition} that matches if a database URL is to be used. Ahead of time
 * there is no environment to look at: there it matches unless JDBC is configured, and the
 * decision is taken at run time.
 */
class OnDatabaseUrlCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final Log logger = LogFactory.getLog(OnDatabaseUrlCondition.class);

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Database URL");
		DatabaseUrlResolver resolver = new DatabaseUrlResolver(context.getEnvironment(), context.getClassLoader());
		if (Boolean.FALSE.equals(resolver.enabled())) {
			return ConditionOutcome.noMatch(message.because("'pgsteady.url.enabled' is false"));
		}
		if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
			String configured = resolver.configuredJdbc();
			return new ConditionOutcome(configured == null, message
				.because((configured != null) ? "'" + configured + "' is set" : "it is looked for at run time"));
		}
		Resolution resolution = resolver.resolve();
		if (resolution.ignored()) {
			logger.info("The " + resolution.message());
		}
		return new ConditionOutcome(resolution.source() != null, message.because(resolution.message()));
	}

}
