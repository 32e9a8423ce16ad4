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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.PoolPreview;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.PgSteadyProperties;
import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.provider.ProviderDetector;
import io.github.pgsteady.url.ConnectionUrl;
import io.github.pgsteady.url.ConnectionUrls;
import io.github.pgsteady.url.DatabaseUrlSyntaxException;

/**
 * Makes the DataSource to be examined of a URL, where there is no application.
 */
final class Subjects {

	static final String ARGUMENT = "The URL given";

	private static final String NAME = "dataSource";

	private final Environment environment;

	private final ProviderCatalog catalog;

	private final ConnectionUrls urls;

	Subjects(Environment environment) {
		this.environment = environment;
		this.catalog = ProviderCatalog.from(environment);
		this.urls = new ConnectionUrls(environment, this.catalog);
	}

	/**
	 * Return the DataSource of a URL.
	 * @param url the URL, or {@code null} for that of the environment
	 * @return the DataSource, or {@code null} if there is no URL
	 * @throws DatabaseUrlSyntaxException if the URL cannot be read
	 */
	@Nullable Subject find(@Nullable String url) {
		ConnectionUrl read = (url != null) ? this.urls.read(ARGUMENT, url) : this.urls.find();
		if (read == null) {
			return null;
		}
		PgSteadyProperties properties = Binder.get(this.environment).bindOrCreate("pgsteady", PgSteadyProperties.class);
		TunedPool pool = new PoolPreview(new ProviderDetector(this.catalog, properties, this.environment),
				this.environment)
			.of(NAME, read.jdbcUrl(), read.username(), read.password());
		return (pool != null)
				? new Subject(pool, read.source(), true, this.catalog.platform(this.environment), read.warnings())
				: null;
	}

}
