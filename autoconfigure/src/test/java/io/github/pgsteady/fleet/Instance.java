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

package io.github.pgsteady.fleet;

import java.util.Objects;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.failure.PgSteadyFailureAutoConfiguration;
import io.github.pgsteady.link.PgSteadyLinkAutoConfiguration;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.provider.Setting;

/**
 * One instance of an application that is alive several times. It looks at the others each
 * second.
 */
final class Instance implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	Instance(String url, String role, String password, String... properties) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(Stream
				.concat(Stream.of("spring.datasource.url=" + url, "spring.datasource.username=" + role,
						"spring.datasource.password=" + password, "pgsteady.pool.development=false",
						"pgsteady.fleet.interval=1s"), Stream.of(properties))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	HikariDataSource dataSource() {
		return this.context.getBean(HikariDataSource.class);
	}

	Fleet fleet() {
		return this.context.getBean(Fleet.class);
	}

	FleetStatus status() {
		return Objects.requireNonNull(fleet().get("dataSource"));
	}

	boolean sees(int instances) {
		return Integer.valueOf(instances).equals(status().instances());
	}

	PlannedSetting setting() {
		return Objects.requireNonNull(this.context.getBean(PoolPlans.class).getPools().get("dataSource"))
			.getSetting(Setting.MAXIMUM_POOL_SIZE);
	}

	int getSize() {
		return dataSource().getMaximumPoolSize();
	}

	int getTotal() {
		return dataSource().getHikariPoolMXBean().getTotalConnections();
	}

	int getWaiting() {
		return dataSource().getHikariPoolMXBean().getThreadsAwaitingConnection();
	}

	boolean isUsable() {
		return JdbcClient.create(dataSource()).sql("SELECT 1").query(Integer.class).single() == 1;
	}

	String sessionName() {
		return JdbcClient.create(dataSource()).sql("SHOW application_name").query(String.class).single();
	}

	void renew() {
		Objects.requireNonNull(this.context.getBean(PoolStates.class).getPool("dataSource")).evictSoftly();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PgSteadyProviderAutoConfiguration.class, PgSteadyFailureAutoConfiguration.class,
			PgSteadyLinkAutoConfiguration.class, PgSteadyConnectionAutoConfiguration.class,
			PgSteadyPoolAutoConfiguration.class, PgSteadyFleetAutoConfiguration.class,
			DataSourceAutoConfiguration.class })
	static class Application {

	}

}
