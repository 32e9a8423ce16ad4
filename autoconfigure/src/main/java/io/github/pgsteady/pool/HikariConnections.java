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
import java.util.Properties;
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
import io.github.pgsteady.link.SessionOwnership;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.EndpointKind;
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

	private final Destinations destinations;

	private final Duration wedgedAfter;

	private final boolean development;

	private final List<PoolCustomizer> customizers;

	HikariConnections(@Nullable PatientConnections connections, @Nullable FailureClassifier classifier,
			PoolStates states, Destinations destinations, Duration wedgedAfter, boolean development,
			List<PoolCustomizer> customizers) {
		this.connections = connections;
		this.classifier = classifier;
		this.states = states;
		this.destinations = destinations;
		this.wedgedAfter = wedgedAfter;
		this.development = development;
		this.customizers = customizers;
	}

	void install(TunedPool tuned, Destination destination) {
		HikariConfig config = tuned.getConfig();
		PoolPlan plan = tuned.getPlan();
		if (this.connections == null || this.classifier == null || config.getDataSource() != null) {
			return;
		}
		String name = plan.dataSource();
		this.destinations.add(name, destination);
		BooleanSupplier closed = (config instanceof HikariDataSource pool) ? pool::isClosed : () -> false;
		PatientDataSource patient = this.connections.before(name, driver(tuned),
				policy(destination, recoveryWindow(plan)), closed);
		// HikariCP would say that it ignores the class, which is not quite so
		config.setDataSourceClassName(null);
		config.setDataSource(patient);
		config
			.setExceptionOverride(new LostConnectionOverride(config.getExceptionOverride(), this.classifier, patient));
		ObservedPool pool = observed(name, patient, times(plan));
		if (config instanceof HikariDataSource dataSource) {
			pool.setDataSource(dataSource);
		}
		this.customizers.forEach((customizer) -> customizer.customize(tuned));
		this.states.add(pool);
	}

	private ObservedPool observed(String name, PatientDataSource patient, PoolTimes times) {
		return new ObservedPool(name, patient, times, this.states.getListeners(), System::nanoTime);
	}

	private PoolTimes times(PoolPlan plan) {
		boolean maySleep = plan.detection().maySleep();
		return new PoolTimes(recoveryWindow(plan), this.wedgedAfter,
				(maySleep && plan.get(Setting.SLEEPS_AFTER).value() instanceof Duration time) ? time : null);
	}

	private static Duration recoveryWindow(PoolPlan plan) {
		return (plan.get(Setting.RECOVERY_WINDOW).value() instanceof Duration window) ? window : RECOVERY_WINDOW;
	}

	/**
	 * Put patience before a DataSource that is no pool.
	 * @param dataSource the DataSource
	 * @param name what to call it in the log
	 * @param destination where it leads to
	 * @return what to use in its place
	 */
	DataSource before(DataSource dataSource, String name, Destination destination) {
		this.destinations.add(name, destination);
		return (this.connections != null)
				? this.connections.before(name, () -> dataSource, policy(destination, RECOVERY_WINDOW), () -> false)
				: dataSource;
	}

	/**
	 * Make connections outside of a pool, with its credentials, parameters and sessions.
	 * @param config the configuration of the pool
	 * @param name what to call it in the log
	 * @param jdbcUrl where to connect to
	 * @param destination the same, without parameters
	 * @return the connections
	 */
	DataSource outside(HikariConfig config, String name, String jdbcUrl, Destination destination) {
		Supplier<DataSource> driver = () -> new PooledSessions(ofUrl(config, jdbcUrl, config.getDataSourceProperties()),
				config);
		if (this.connections == null) {
			return driver.get();
		}
		this.destinations.add(name, destination);
		return this.connections.before(name, driver, policy(destination, RECOVERY_WINDOW), () -> false);
	}

	private ConnectPolicy policy(Destination destination, Duration recoveryWindow) {
		Endpoint endpoint = destination.endpoint();
		boolean nearby = this.development || destination.isLoopback();
		return new ConnectPolicy(nearby ? NEARBY : PRODUCTION,
				endpoint.privateNetwork() ? PRIVATE_NAMES : Duration.ZERO, recoveryWindow, sessions(endpoint));
	}

	private static SessionOwnership sessions(Endpoint endpoint) {
		if (endpoint.kind() == EndpointKind.TRANSACTION_POOLER) {
			return SessionOwnership.SHARED;
		}
		return endpoint.keepsSessions() ? SessionOwnership.OWN : SessionOwnership.UNKNOWN;
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
		PoolTimes times = alike.isEmpty() ? new PoolTimes(RECOVERY_WINDOW, this.wedgedAfter, null)
				: alike.get(0).getTimes();
		ObservedPool pool = alike.stream()
			.filter((candidate) -> candidate.getDataSource() == null)
			.findFirst()
			.orElseGet(() -> observed(name, patient, times));
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
	private Supplier<DataSource> driver(TunedPool pool) {
		HikariConfig config = pool.getConfig();
		String className = config.getDataSourceClassName();
		return StringUtils.hasText(className) ? () -> ofClass(className, pool) : () -> ofUrl(pool);
	}

	private static DataSource ofClass(String className, TunedPool pool) {
		DataSource dataSource = UtilityElf.createInstance(className, DataSource.class);
		Properties properties = pool.getConfig().getDataSourceProperties();
		SessionName name = pool.getSessionName();
		PropertyElf.setTargetFromProperties(dataSource,
				(name != null) ? name.withName(properties, new Properties()) : properties);
		return dataSource;
	}

	private static DataSource ofUrl(TunedPool pool) {
		HikariConfig config = pool.getConfig();
		String jdbcUrl = config.getJdbcUrl();
		ServerUrl url = ServerUrl.of(jdbcUrl);
		SessionName name = pool.getSessionName();
		return (name != null && url != null)
				? ofUrl(config, name.withoutName(jdbcUrl),
						name.withName(config.getDataSourceProperties(), url.parameters()))
				: ofUrl(config, jdbcUrl, config.getDataSourceProperties());
	}

	private static DataSource ofUrl(HikariConfig config, String jdbcUrl, Properties properties) {
		Credentials credentials = config.getCredentials();
		return new DriverDataSource(jdbcUrl, config.getDriverClassName(), properties, credentials.getUsername(),
				credentials.getPassword());
	}

}
