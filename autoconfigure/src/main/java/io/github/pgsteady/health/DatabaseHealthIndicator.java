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

import javax.sql.DataSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Indicates the health of the database behind a pool that is tuned.
 */
final class DatabaseHealthIndicator implements HealthIndicator {

	private final DataSource dataSource;

	private final PoolHealths healths;

	private volatile PoolHealth last;

	DatabaseHealthIndicator(DataSource dataSource, PoolHealths healths, PoolHealth health) {
		this.dataSource = dataSource;
		this.healths = healths;
		this.last = health;
	}

	@Override
	public Health health() {
		PoolHealth current = this.healths.find(this.dataSource);
		if (current != null) {
			this.last = current;
		}
		return this.last.getHealth();
	}

}
