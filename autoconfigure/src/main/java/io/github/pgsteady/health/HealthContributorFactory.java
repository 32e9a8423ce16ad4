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

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.Assert;

/**
 * Creates what Spring Boot creates, in the same shape; only for pools that are tuned, an
 * indicator of our own.
 */
final class HealthContributorFactory {

	private final PoolHealths healths;

	private final DataSourcePoolMetadataProvider metadata;

	HealthContributorFactory(PoolHealths healths, DataSourcePoolMetadataProvider metadata) {
		this.healths = healths;
		this.metadata = metadata;
	}

	HealthContributor create(Map<String, DataSource> dataSources, boolean ignoreRouting) {
		Map<String, DataSource> relevant = dataSources.entrySet()
			.stream()
			.filter((entry) -> !ignoreRouting || routing(entry.getValue()) == null)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		Assert.notEmpty(relevant, "There is no DataSource left for the health contributor 'db': "
				+ "set 'management.health.db.ignore-routing-data-sources' or 'management.health.db.enabled' to false");
		return (relevant.size() == 1) ? create(relevant.values().iterator().next())
				: CompositeHealthContributor.fromMap(relevant, this::create);
	}

	private HealthContributor create(DataSource dataSource) {
		AbstractRoutingDataSource routing = routing(dataSource);
		if (routing != null) {
			return new RoutedHealthContributors(routing, this::create);
		}
		PoolHealth health = this.healths.find(dataSource);
		return (health != null) ? new DatabaseHealthIndicator(dataSource, this.healths, health)
				: new DataSourceHealthIndicator(dataSource, validationQuery(dataSource));
	}

	private @Nullable String validationQuery(DataSource dataSource) {
		DataSourcePoolMetadata metadata = this.metadata.getDataSourcePoolMetadata(dataSource);
		return (metadata != null) ? metadata.getValidationQuery() : null;
	}

	private static @Nullable AbstractRoutingDataSource routing(DataSource dataSource) {
		if (dataSource instanceof AbstractRoutingDataSource routing) {
			return routing;
		}
		try {
			return dataSource.isWrapperFor(AbstractRoutingDataSource.class)
					? dataSource.unwrap(AbstractRoutingDataSource.class) : null;
		}
		catch (SQLException ex) {
			return null;
		}
	}

}
