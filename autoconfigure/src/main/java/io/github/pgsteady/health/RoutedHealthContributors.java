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
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * The health of each DataSource that is routed to, as Spring Boot has it.
 */
final class RoutedHealthContributors implements CompositeHealthContributor {

	private static final String UNNAMED = "unnamed";

	private final CompositeHealthContributor delegate;

	RoutedHealthContributors(AbstractRoutingDataSource routing, Function<DataSource, HealthContributor> contributor) {
		Map<String, DataSource> targets = routing.getResolvedDataSources()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> Objects.toString(entry.getKey(), UNNAMED), Map.Entry::getValue));
		this.delegate = CompositeHealthContributor.fromMap(targets, contributor);
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.delegate.getContributor(name);
	}

	@Override
	public Stream<Entry> stream() {
		return this.delegate.stream();
	}

}
