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

package io.github.pgsteady.pool;

import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.ProviderDetector;

/**
 * What a pool would be like in an application that sets nothing but the URL. No pool is
 * started, and no connection made.
 *
 * @since 0.1.0
 */
public final class PoolPreview {

	private final ProviderDetector detector;

	private final Environment environment;

	/**
	 * Create a preview.
	 * @param detector finds out which provider it is
	 * @param environment the environment
	 */
	public PoolPreview(ProviderDetector detector, Environment environment) {
		this.detector = detector;
		this.environment = environment;
	}

	/**
	 * Return the pool that would be there.
	 * @param name the name of its DataSource
	 * @param jdbcUrl the URL
	 * @param username the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @return the pool, or {@code null} if the URL does not lead to PostgreSQL
	 */
	public @Nullable TunedPool of(String name, String jdbcUrl, @Nullable String username, @Nullable String password) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(jdbcUrl);
		config.setUsername(username);
		config.setPassword(password);
		ServerUrl url = ServerUrl.of(config);
		if (url == null) {
			return null;
		}
		Detection detection = this.detector.detect(name, url.host(), url.port(), url.leadsToPgBouncer());
		PoolPlan plan = new PoolPlanner(null, null).plan(name, detection,
				new ApplicationSettings(config, url, null, this.environment).asMap(), Duration.ZERO);
		HikariPlanWriter.write(plan, config);
		return new TunedPool(plan, config);
	}

}
