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
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import com.zaxxer.hikari.util.UtilityElf;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.github.pgsteady.connection.ConnectPolicy;
import io.github.pgsteady.connection.PatientConnections;
import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.Setting;

/**
 * Lets a pool get its connections with patience. A pool that has a DataSource of the
 * application's own beneath it keeps to that.
 */
class HikariConnections {

	private static final Duration PRODUCTION = Duration.ofSeconds(60);

	// Nobody wants to wait long for a container that was forgotten
	private static final Duration NEARBY = Duration.ofSeconds(5);

	// Where a profile leaves it out
	private static final Duration RECOVERY_WINDOW = Duration.ofSeconds(20);

	// Names in private networks may take their time to appear after a deployment
	private static final Duration PRIVATE_NAMES = Duration.ofSeconds(15);

	private final @Nullable PatientConnections connections;

	private final @Nullable FailureClassifier classifier;

	private final PoolStates states;

	private final Duration wedgedAfter;

	private final boolean development;

	HikariConnections(@Nullable PatientConnections connections, @Nullable FailureClassifier classifier,
			PoolStates states, Duration wedgedAfter, boolean development) {
		this.connections = connections;
		this.classifier = classifier;
		this.states = states;
		this.wedgedAfter = wedgedAfter;
		this.development = development;
	}

	void install(HikariConfig config, ServerUrl url, PoolPlan plan) {
		if (this.connections == null || this.classifier == null || config.getDataSource() != null) {
			return;
		}
		String name = plan.dataSource();
		Endpoint endpoint = plan.detection().getEndpoint();
		BooleanSupplier closed = (config instanceof HikariDataSource pool) ? pool::isClosed : () -> false;
		PatientDataSource patient = this.connections.before(name, driver(config), policy(url, endpoint), closed);
		// HikariCP would say that it ignores the class, which is not quite so
		config.setDataSourceClassName(null);
		config.setDataSource(patient);
		config
			.setExceptionOverride(new LostConnectionOverride(config.getExceptionOverride(), this.classifier, patient));
		ObservedPool pool = new ObservedPool(name, patient, recoveryWindow(plan), this.wedgedAfter, System::nanoTime);
		if (config instanceof HikariDataSource dataSource) {
			pool.setDataSource(dataSource);
		}
		this.states.add(pool);
	}

	private static Duration recoveryWindow(PoolPlan plan) {
		return (plan.get(Setting.RECOVERY_WINDOW).value() instanceof Duration window) ? window : RECOVERY_WINDOW;
	}

	/**
	 * Put patience before a DataSource that is no pool.
	 * @param dataSource the DataSource
	 * @param name what to call it in the log
	 * @param url where it leads to
	 * @param endpoint what that is
	 * @return what to use in its place
	 */
	DataSource before(DataSource dataSource, String name, ServerUrl url, Endpoint endpoint) {
		return (this.connections != null)
				? this.connections.before(name, () -> dataSource, policy(url, endpoint), () -> false) : dataSource;
	}

	private ConnectPolicy policy(ServerUrl url, Endpoint endpoint) {
		boolean nearby = this.development || url.isLoopback();
		return new ConnectPolicy(nearby ? NEARBY : PRODUCTION,
				endpoint.privateNetwork() ? PRIVATE_NAMES : Duration.ZERO);
	}

	/**
	 * A pool has been created from a configuration whose connections are made here.
	 * @param dataSource the pool
	 * @param name its name
	 */
	void adopt(HikariDataSource dataSource, String name) {
		if (!(dataSource.getDataSource() instanceof PatientDataSource patient)) {
			return;
		}
		List<ObservedPool> alike = this.states.getPools()
			.stream()
			.filter((candidate) -> candidate.getConnections() == patient)
			.toList();
		Duration recoveryWindow = alike.isEmpty() ? RECOVERY_WINDOW : alike.get(0).getRecoveryWindow();
		ObservedPool pool = alike.stream()
			.filter((candidate) -> candidate.getDataSource() == null)
			.findFirst()
			.orElseGet(() -> new ObservedPool(name, patient, recoveryWindow, this.wedgedAfter, System::nanoTime));
		pool.setDataSource(dataSource);
		this.states.rename(pool, name);
		patient.endWith(() -> areClosed(patient));
	}

	// Several pools can be created from one configuration
	private boolean areClosed(PatientDataSource patient) {
		return this.states.getPools()
			.stream()
			.filter((pool) -> pool.getConnections() == patient)
			.map(ObservedPool::getDataSource)
			.allMatch((dataSource) -> dataSource != null && dataSource.isClosed());
	}

	// As HikariCP makes it, and as late, so that whatever is set until then counts
	private Supplier<DataSource> driver(HikariConfig config) {
		String className = config.getDataSourceClassName();
		return StringUtils.hasText(className) ? () -> ofClass(className, config) : () -> ofUrl(config);
	}

	private static DataSource ofClass(String className, HikariConfig config) {
		DataSource dataSource = UtilityElf.createInstance(className, DataSource.class);
		PropertyElf.setTargetFromProperties(dataSource, config.getDataSourceProperties());
		return dataSource;
	}

	private static DataSource ofUrl(HikariConfig config) {
		Credentials credentials = config.getCredentials();
		return new DriverDataSource(config.getJdbcUrl(), config.getDriverClassName(), config.getDataSourceProperties(),
				credentials.getUsername(), credentials.getPassword());
	}

}
