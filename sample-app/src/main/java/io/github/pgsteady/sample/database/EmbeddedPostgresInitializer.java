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

package io.github.pgsteady.sample.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Starts a PostgreSQL server for an application that is not given a database.
 * <p>
 * An initializer, not a bean with a condition: ahead-of-time processing evaluates
 * conditions when the application is built, and which database to use is only known when
 * it starts.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class EmbeddedPostgresInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

	static final String ENABLED_PROPERTY = "orders.embedded-postgres.enabled";

	@Override
	public void initialize(GenericApplicationContext context) {
		if (!needsDatabase(context.getEnvironment()) || isAotProcessing()) {
			return;
		}
		EmbeddedPostgres postgres = start();
		context.getEnvironment().getPropertySources().addLast(dataSourceProperties(postgres));
		// The first bean is the last to be destroyed: the server outlives the pool
		context.registerBean("embeddedPostgres", EmbeddedPostgres.class, () -> postgres);
		context.addApplicationListener(new EmbeddedPostgresAnnouncement());
	}

	private boolean needsDatabase(Environment environment) {
		return environment.getProperty(ENABLED_PROPERTY, Boolean.class, true)
				&& !StringUtils.hasText(environment.getProperty("DATABASE_URL"))
				&& !StringUtils.hasText(environment.getProperty("spring.datasource.url"));
	}

	private boolean isAotProcessing() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	private EmbeddedPostgres start() {
		try {
			// Commits as a managed server does: the default of the builder is 'off'
			return EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start an embedded PostgreSQL", ex);
		}
	}

	private MapPropertySource dataSourceProperties(EmbeddedPostgres postgres) {
		String url = "jdbc:postgresql://localhost:%s/postgres".formatted(postgres.getPort());
		return new MapPropertySource("embeddedPostgres",
				Map.of("spring.datasource.url", url, "spring.datasource.username", "postgres"));
	}

}
