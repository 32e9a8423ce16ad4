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
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.context.ApplicationContext;

import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.PgSteadyProperties;
import io.github.pgsteady.provider.ProviderDetector;
import io.github.pgsteady.provider.Setting;

/**
 * Plans the settings of a pool that has not started yet, writes them to it, and says so
 * in one line.
 */
class HikariPoolTuner {

	private static final Log logger = LogFactory.getLog(HikariPoolTuner.class);

	private static final String MISSED = "DataSource '%s' is not tuned: it had started, or was created, before pgsteady "
			+ "could see it. Declare its HikariConfig as a bean, or create it without arguments and set its properties";

	private static final Set<Setting> IN_SHORT = EnumSet.of(Setting.MAXIMUM_POOL_SIZE, Setting.MINIMUM_IDLE,
			Setting.IDLE_TIMEOUT, Setting.MAX_LIFETIME, Setting.KEEPALIVE_TIME, Setting.CONNECTION_TIMEOUT,
			Setting.LOGIN_TIMEOUT, Setting.PREPARE_THRESHOLD, Setting.SSLMODE);

	private final ApplicationContext applicationContext;

	private final ProviderDetector detector;

	private final PgSteadyProperties properties;

	private final PoolPlanner planner;

	private final HikariConnections connections;

	private final PoolPlans plans;

	/**
	 * The plans of the configurations that pools may be created from later.
	 */
	private final Map<HikariConfig, PoolPlan> tuned = Collections.synchronizedMap(new IdentityHashMap<>());

	private final Set<String> missed = ConcurrentHashMap.newKeySet();

	HikariPoolTuner(ApplicationContext applicationContext, ProviderDetector detector, PgSteadyProperties properties,
			PoolPlanner planner, HikariConnections connections, PoolPlans plans) {
		this.applicationContext = applicationContext;
		this.detector = detector;
		this.properties = properties;
		this.planner = planner;
		this.connections = connections;
		this.plans = plans;
	}

	/**
	 * Tune a pool, if it leads to PostgreSQL and has not started.
	 * @param config the pool, or the configuration that it will be created from
	 * @param beanName the name of the bean
	 */
	void tune(HikariConfig config, String beanName) {
		String name = beanName.startsWith("scopedTarget.") ? beanName.substring("scopedTarget.".length()) : beanName;
		ServerUrl url = ServerUrl.of(config);
		if (ServerUrl.isUnusable(config)) {
			throw new UnusableUrlException(name);
		}
		if (url == null) {
			logger.debug("DataSource '%s' does not lead to PostgreSQL, and is left as it is".formatted(name));
		}
		else if (!this.properties.getOptions(name).isEnabled()) {
			logger.debug("DataSource '%s' is excluded, and is left as it is".formatted(name));
		}
		else if (config instanceof HikariDataSource dataSource && dataSource.getHikariPoolMXBean() != null) {
			adopt(dataSource, name);
		}
		else {
			tune(config, name, beanName, url);
		}
	}

	private void tune(HikariConfig config, String name, String beanName, ServerUrl url) {
		PoolPlan plan = plan(config, name, beanName, url);
		HikariPlanWriter.write(plan, config);
		TunedPool pool = new TunedPool(plan, config);
		this.connections.install(pool, url.to(plan.detection().getEndpoint()));
		if (!(config instanceof HikariDataSource)) {
			this.tuned.put(config, plan);
		}
		this.plans.add(pool);
		report(plan);
	}

	private PoolPlan plan(HikariConfig config, String name, String beanName, ServerUrl url) {
		Detection detection = this.detector.detect(name, url.host(), url.port(), url.leadsToPgBouncer());
		ApplicationSettings application = new ApplicationSettings(config, url, prefix(config, beanName),
				this.applicationContext.getEnvironment());
		return this.planner.plan(name, detection, application.asMap(),
				Duration.ofMillis(config.getLeakDetectionThreshold()));
	}

	private @Nullable String prefix(HikariConfig config, String beanName) {
		ConfigurationPropertiesBean bean = ConfigurationPropertiesBean.get(this.applicationContext, config, beanName);
		return (bean != null) ? bean.getAnnotation().prefix() : null;
	}

	private void adopt(HikariDataSource dataSource, String name) {
		// A pool that was created from a HikariConfig bean runs from the start, and has
		// its name in common with that bean
		PoolPlan plan = planOfConfiguration(dataSource);
		if (plan != null) {
			this.connections.adopt(dataSource, name);
			this.plans.remove(plan);
			this.plans
				.add(new TunedPool(new PoolPlan(name, plan.detection(), plan.settings(), plan.findings()), dataSource));
			return;
		}
		this.missed.add(name);
		logger.warn(MISSED.formatted(name));
	}

	private @Nullable PoolPlan planOfConfiguration(HikariDataSource dataSource) {
		synchronized (this.tuned) {
			return this.tuned.entrySet()
				.stream()
				.filter((entry) -> isCreatedFrom(dataSource, entry.getKey()))
				.map(Map.Entry::getValue)
				.findFirst()
				.orElse(null);
		}
	}

	private boolean isCreatedFrom(HikariDataSource dataSource, HikariConfig config) {
		return Objects.equals(dataSource.getPoolName(), config.getPoolName())
				&& Objects.equals(dataSource.getJdbcUrl(), config.getJdbcUrl());
	}

	/**
	 * Warn of pools that were not tuned because they were not seen in time, or at all.
	 */
	void reportMissed() {
		for (String name : this.applicationContext.getBeanNamesForType(HikariDataSource.class, false, false)) {
			if (isMissed(name) && this.missed.add(name)) {
				logger.warn(MISSED.formatted(name));
			}
		}
	}

	private boolean isMissed(String name) {
		boolean created = this.applicationContext
			.getAutowireCapableBeanFactory() instanceof SingletonBeanRegistry registry
				&& registry.containsSingleton(name);
		if (!created || this.plans.get(name) != null || !this.properties.getOptions(name).isEnabled()) {
			return false;
		}
		HikariDataSource dataSource = this.applicationContext.getBean(name, HikariDataSource.class);
		// What is behind a proxy is a bean of its own, and may not be there yet
		return !(dataSource instanceof SpringProxy) && ServerUrl.of(dataSource) != null;
	}

	private void report(PoolPlan plan) {
		Detection detection = plan.detection();
		logger.info("DataSource '%s' is tuned for %s (%s; %s): %s".formatted(plan.dataSource(), detection.getProvider(),
				circumstances(plan), detection.getReason(), inShort(plan)));
		plan.findings().forEach((finding) -> logger.warn("DataSource '%s': %s".formatted(plan.dataSource(), finding)));
		if (logger.isDebugEnabled()) {
			plan.settings()
				.forEach((setting) -> logger.debug(
						"%s: %s (%s: %s)".formatted(plan.dataSource(), setting, setting.origin(), setting.reason())));
		}
	}

	private String circumstances(PoolPlan plan) {
		Detection detection = plan.detection();
		boolean development = plan.settings()
			.stream()
			.anyMatch((planned) -> planned.origin() == SettingOrigin.DEVELOPMENT);
		return detection.getEndpoint().kind() + (detection.getEndpoint().privateNetwork() ? ", private network" : "")
				+ (detection.maySleep() ? ", may sleep" : "") + (development ? ", development" : "");
	}

	private String inShort(PoolPlan plan) {
		return plan.settings()
			.stream()
			.filter((planned) -> IN_SHORT.contains(planned.setting()))
			.filter((planned) -> planned.origin() != SettingOrigin.DEFAULT)
			.map((planned) -> planned + ((planned.origin() == SettingOrigin.APPLICATION) ? " (yours)" : ""))
			.collect(Collectors.joining(", "));
	}

}
