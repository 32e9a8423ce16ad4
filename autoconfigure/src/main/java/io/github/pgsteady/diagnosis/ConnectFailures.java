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

package io.github.pgsteady.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.pool.Destinations;

/**
 * The last failure of each DataSource that has no connection. Whoever analyses a failed
 * start finds it with the definition of its bean: all beans are gone by then, and some of
 * those that asked for a connection have swallowed the exception.
 */
final class ConnectFailures implements ConnectionObserver {

	static final String BEAN_NAME = "pgSteadyConnectFailures";

	private final ObjectProvider<Destinations> destinations;

	// The last one at the end
	private final Map<String, ConnectFailure> failures = new LinkedHashMap<>();

	ConnectFailures(ObjectProvider<Destinations> destinations) {
		this.destinations = destinations;
	}

	/**
	 * Return what was observed in an application, which may have failed to start.
	 * @param beanFactory its bean factory
	 * @return the failures, or {@code null} if nothing was observed
	 */
	static @Nullable ConnectFailures of(@Nullable BeanFactory beanFactory) {
		return (beanFactory instanceof ConfigurableListableBeanFactory factory
				&& factory.containsBeanDefinition(BEAN_NAME)
				&& factory.getBeanDefinition(BEAN_NAME).getAttribute(BEAN_NAME) instanceof ConnectFailures failures)
						? failures : null;
	}

	/**
	 * Stay with the definition of the bean.
	 * @param beanFactory the bean factory of the application
	 */
	void survive(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.getBeanDefinition(BEAN_NAME).setAttribute(BEAN_NAME, this);
	}

	@Override
	public ConnectionListener observe(String dataSource) {
		return new ConnectionListener() {

			@Override
			public void connected(Duration time, Duration waited, boolean alone) {
				remove(dataSource);
			}

			@Override
			public void connectFailed(Failure failure, Duration time) {
				add(dataSource, failure);
			}

		};
	}

	private synchronized void remove(String dataSource) {
		this.failures.remove(dataSource);
	}

	private synchronized void add(String dataSource, Failure failure) {
		Destinations destinations = this.destinations.getIfAvailable();
		this.failures.remove(dataSource);
		this.failures.put(dataSource,
				new ConnectFailure(dataSource, (destinations != null) ? destinations.get(dataSource) : null, failure));
	}

	/**
	 * Return the failure that an exception is about.
	 * @param exception the exception
	 * @return the failure, or {@code null} if it is about none of them
	 */
	@Nullable ConnectFailure behind(Throwable exception) {
		return getAll().stream().filter((failure) -> failure.isBehind(exception)).findFirst().orElse(null);
	}

	@Nullable ConnectFailure last() {
		List<ConnectFailure> all = getAll();
		return all.isEmpty() ? null : all.get(all.size() - 1);
	}

	private synchronized List<ConnectFailure> getAll() {
		return new ArrayList<>(this.failures.values());
	}

}
