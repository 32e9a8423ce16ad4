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

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Findings;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.ProviderCatalog;

/**
 * The pools of an application, as they would be when it has started. None is started.
 */
final class ApplicationPools {

	private static final Log logger = LogFactory.getLog(ApplicationPools.class);

	private final ListableBeanFactory beanFactory;

	private final PoolPlans plans;

	private final ObjectProvider<Findings> findings;

	private final Environment environment;

	ApplicationPools(ListableBeanFactory beanFactory, PoolPlans plans, ObjectProvider<Findings> findings,
			Environment environment) {
		this.beanFactory = beanFactory;
		this.plans = plans;
		this.findings = findings;
		this.environment = environment;
	}

	/**
	 * Return the pools.
	 * @param present the name of one that is being created at the moment
	 * @return the pools by name
	 */
	SortedMap<String, TunedPool> find(String present) {
		// They are tuned when they are created
		Arrays.stream(this.beanFactory.getBeanNamesForType(HikariDataSource.class, true, false))
			.filter((name) -> !name.equals(present))
			.forEach(this::create);
		SortedMap<String, TunedPool> found = new TreeMap<>(this.plans.getPools());
		found.values().removeIf((pool) -> pool.getDestination() == null);
		return found;
	}

	private void create(String name) {
		try {
			this.beanFactory.getBean(name);
		}
		catch (BeansException ex) {
			// The application would fail as well, and say so
			logger.warn("DataSource '%s' cannot be created, and is not examined".formatted(name));
		}
	}

	List<Finding> findings(TunedPool pool) {
		return this.findings.stream()
			.flatMap((found) -> found.getAll().stream())
			.filter((finding) -> pool.getName().equals(finding.dataSource()))
			.toList();
	}

	@Nullable String platform() {
		return ProviderCatalog.from(this.environment).platform(this.environment);
	}

}
