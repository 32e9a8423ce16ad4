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

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.Setting;

/**
 * A pool that was tuned: what was decided, and what it has become. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class TunedPool {

	private final PoolPlan plan;

	private final HikariConfig config;

	private volatile @Nullable SessionName sessionName;

	private volatile @Nullable String sizeReason;

	TunedPool(PoolPlan plan, HikariConfig config) {
		this.plan = plan;
		this.config = config;
	}

	/**
	 * Return the name of the pool.
	 * @return the name of the DataSource bean
	 */
	public String getName() {
		return this.plan.dataSource();
	}

	/**
	 * Return what was decided.
	 * @return the plan
	 */
	public PoolPlan getPlan() {
		return this.plan;
	}

	/**
	 * Return the pool itself, or the configuration that it will be created from.
	 * @return what HikariCP uses
	 */
	public HikariConfig getConfig() {
		return this.config;
	}

	/**
	 * Add something to the name that the sessions of the pool have on the server. Counts
	 * for connections that are made from then on, if the pool has not started.
	 * @param addition gets the name of the application, as it is set for the driver, and
	 * returns that of the sessions
	 */
	public void addToSessionName(UnaryOperator<String> addition) {
		this.sessionName = new SessionName(addition);
	}

	@Nullable SessionName getSessionName() {
		return this.sessionName;
	}

	/**
	 * Change the largest number of connections.
	 * @param maximum the number
	 * @param reason why, for those who look at the settings
	 */
	public void resize(int maximum, String reason) {
		this.sizeReason = reason;
		this.config.setMaximumPoolSize(maximum);
	}

	/**
	 * Return where the pool connects to.
	 * @return the address, or {@code null} if it has changed to something unknown
	 */
	public @Nullable Destination getDestination() {
		ServerUrl url = ServerUrl.of(this.config);
		return (url != null) ? url.to(getEndpoint()) : null;
	}

	/**
	 * Return what is at that address.
	 * @return the endpoint
	 */
	public Endpoint getEndpoint() {
		return this.plan.detection().getEndpoint();
	}

	/**
	 * Return whether each transaction may get another session of the server.
	 * @return whether a transaction pooler stands before it
	 */
	public boolean isThroughTransactionPooler() {
		return getEndpoint().kind() == EndpointKind.TRANSACTION_POOLER;
	}

	/**
	 * Return the value of a parameter that the application or pgsteady has for the
	 * driver.
	 * @param name the name of the parameter, as the driver has it
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String getDriverParameter(String name) {
		String parameter = getUrlParameter(name);
		Object property = this.config.getDataSourceProperties().get(name);
		return (parameter != null || property == null) ? parameter : property.toString();
	}

	// The URL comes first with the driver
	private @Nullable String getUrlParameter(String name) {
		ServerUrl url = ServerUrl.of(this.config);
		return (url != null) ? url.parameters().getProperty(name) : null;
	}

	/**
	 * Return as whom the pool logs in.
	 * @return the user, or {@code null} if the driver finds out
	 */
	public @Nullable String getUser() {
		String parameter = getUrlParameter("user");
		String username = this.config.getCredentials().getUsername();
		return (parameter != null || username == null) ? getDriverParameter("user") : username;
	}

	/**
	 * Return which parameters the driver gets from the application or from pgsteady.
	 * @return the names in order
	 */
	public Set<String> getDriverParameters() {
		Set<String> names = new TreeSet<>();
		this.config.getDataSourceProperties().keySet().forEach((name) -> names.add(name.toString()));
		ServerUrl url = ServerUrl.of(this.config);
		if (url != null) {
			names.addAll(url.parameters().stringPropertyNames());
		}
		return names;
	}

	/**
	 * Return all settings as they are now.
	 * @return the settings, in the order of {@link Setting}
	 */
	public List<PlannedSetting> getSettings() {
		return Arrays.stream(Setting.values()).map(this::getSetting).toList();
	}

	/**
	 * Return a setting as it is now: HikariCP may have replaced the value when it
	 * started, and somebody may have changed it since.
	 * @param setting the setting
	 * @return its value, who decided so, and why
	 */
	public PlannedSetting getSetting(Setting setting) {
		PlannedSetting planned = this.plan.get(setting);
		HikariProperty property = HikariProperty.of(setting);
		if (property != null) {
			return withCurrentValue(planned, property.get(this.config),
					(setting != Setting.MAXIMUM_POOL_SIZE) ? null : this.sizeReason);
		}
		if (setting == Setting.PREPARE_THRESHOLD && this.config.getDataSource() instanceof PatientDataSource patient
				&& !patient.isPreparingStatements()) {
			return new PlannedSetting(setting, 0, SettingOrigin.RUNTIME,
					"A pooler has refused statements that were prepared on the server");
		}
		return planned;
	}

	private static PlannedSetting withCurrentValue(PlannedSetting planned, Object current, @Nullable String reason) {
		if (current.equals(planned.value())) {
			return planned;
		}
		if (planned.value() == null && reason == null) {
			return new PlannedSetting(planned.setting(), current, planned.origin(), planned.reason(), planned.source(),
					planned.confirmed());
		}
		return new PlannedSetting(planned.setting(), current, SettingOrigin.RUNTIME,
				"%s was planned: %s".formatted(
						(planned.value() != null) ? PlannedSetting.text(planned.value()) : "default",
						(reason != null) ? reason : "HikariCP replaced it, or it has been changed since the start"));
	}

}
