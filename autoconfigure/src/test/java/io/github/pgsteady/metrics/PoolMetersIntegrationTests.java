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

package io.github.pgsteady.metrics;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.pool.EvictionReason;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the meters of pools.
 */
@SimulatedPostgres
@Timeout(120)
class PoolMetersIntegrationTests {

	private static final List<String> GAUGES = List.of("pgsteady.pool.utilisation", "pgsteady.pool.active",
			"pgsteady.pool.idle", "pgsteady.pool.maximum", "pgsteady.pool.waiting");

	@Test
	void gaugesSayWhatThePoolIsDoing(PostgresSimulation postgres) {
		MeterContexts.to(postgres).withPropertyValues("spring.datasource.hikari.maximum-pool-size=4").run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			try (Connection first = context.getBean(HikariDataSource.class).getConnection();
					Connection second = context.getBean(HikariDataSource.class).getConnection()) {
				assertThat(first).isNotSameAs(second);
				assertThat(gauges(registry, "dataSource")).containsExactly(0.5, 2.0, 0.0, 4.0, 0.0);
				assertThat(state(registry, "dataSource")).isEqualTo("busy");
			}
			assertThat(gauges(registry, "dataSource")).containsExactly(0.0, 0.0, 2.0, 4.0, 0.0);
			assertThat(state(registry, "dataSource")).isEqualTo("quiet");
		});
	}

	@Test
	void whatNobodyKnowsIsNotZero(PostgresSimulation postgres) {
		MeterContexts.to(postgres).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			assertThat(gauges(registry, "dataSource")).hasSize(5).containsOnly(Double.NaN);
			assertThat(states(registry, "dataSource")).hasSize(7).containsOnly(Double.NaN);
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			new JdbcTemplate(dataSource).execute("select 1");
			assertThat(gauges(registry, "dataSource")).doesNotContain(Double.NaN);
			assertThat(states(registry, "dataSource")).containsOnly(0.0, 1.0);
			dataSource.close();
			assertThat(gauges(registry, "dataSource")).containsOnly(Double.NaN);
			assertThat(states(registry, "dataSource")).containsOnly(Double.NaN);
		});
	}

	@Test
	void eachPoolHasItsOwn(PostgresSimulation postgres) {
		MeterContexts.to(postgres).withUserConfiguration(SeveralDataSources.class).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			try (Connection connection = context.getBean("orders", HikariDataSource.class).getConnection()) {
				assertThat(connection.isClosed()).isFalse();
				new JdbcTemplate(context.getBean("stock", HikariDataSource.class)).execute("select 1");
				assertThat(MeterContexts.gauge(registry, "pgsteady.pool.active", "orders")).isOne();
				assertThat(MeterContexts.gauge(registry, "pgsteady.pool.active", "stock")).isZero();
				assertThat(state(registry, "orders")).isEqualTo("busy");
				assertThat(state(registry, "stock")).isEqualTo("quiet");
			}
		});
	}

	@Test
	void poolThatIsCreatedLaterThanTheRegistry(PostgresSimulation postgres) {
		MeterContexts.to(postgres).withUserConfiguration(SeveralDataSources.class).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			assertThat(names(registry)).containsExactlyInAnyOrder("orders", "stock");
			new JdbcTemplate(context.getBean("late", HikariDataSource.class)).execute("select 1");
			assertThat(names(registry)).containsExactlyInAnyOrder("orders", "stock", "late");
			assertThat(state(registry, "late")).isEqualTo("quiet");
			assertThat(registry.find("pgsteady.pool.evictions").tag("datasource", "late").counters())
				.hasSize(EvictionReason.values().length);
		});
	}

	@Test
	void poolThatTakesThePlaceOfAnother(PostgresSimulation postgres) {
		MeterContexts.to(postgres).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
			((DefaultSingletonBeanRegistry) context.getBeanFactory()).destroySingleton("dataSource");
			assertThat(gauges(registry, "dataSource")).containsOnly(Double.NaN);
			new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
			assertThat(gauges(registry, "dataSource")).doesNotContain(Double.NaN);
			assertThat(state(registry, "dataSource")).isEqualTo("quiet");
		});
	}

	@Test
	void poolThatIsCreatedFromAConfigurationIsNotThereTwice(PostgresSimulation postgres) {
		MeterContexts.to(postgres).withUserConfiguration(PoolFromConfiguration.class).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			assertThat(names(registry)).containsExactly("accountsConfig");
			assertThat(gauges(registry, "accountsConfig")).containsOnly(Double.NaN);
			new JdbcTemplate(context.getBean("accounts", HikariDataSource.class)).execute("select 1");
			assertThat(names(registry)).containsExactly("accounts");
			assertThat(state(registry, "accounts")).isEqualTo("quiet");
		});
	}

	@Test
	void besideTheMetersOfHikari(PostgresSimulation postgres) {
		MeterContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(DataSourcePoolMetricsAutoConfiguration.class))
			.run((context) -> {
				MeterRegistry registry = MeterContexts.registry(context);
				new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
				assertThat(registry.get("hikaricp.connections.idle").gauge().value()).isOne();
				assertThat(MeterContexts.gauge(registry, "pgsteady.pool.idle", "dataSource")).isOne();
			});
	}

	@Test
	void whereTheMetersOfHikariAreMissing(PostgresSimulation postgres) {
		MeterContexts.to(postgres).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
			assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.noneMatch((name) -> name.startsWith("hikaricp") || name.startsWith("jdbc"));
			assertThat(MeterContexts.gauge(registry, "pgsteady.pool.idle", "dataSource")).isOne();
		});
	}

	@Test
	void queueThatIsGoneIsStillSeen(PostgresSimulation postgres) {
		MeterContexts.to(postgres).withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			List<CompletableFuture<Void>> calls;
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isClosed()).isFalse();
				calls = IntStream.range(0, 3)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> new JdbcTemplate(dataSource).execute("select 1"),
							this::onThread))
					.toList();
				await().until(() -> MeterContexts.gauge(registry, "pgsteady.pool.waiting", "dataSource") == 3);
				assertThat(state(registry, "dataSource")).isEqualTo("saturated");
			}
			calls.forEach(CompletableFuture::join);
			assertThat(MeterContexts.gauge(registry, "pgsteady.pool.waiting", "dataSource")).isZero();
			await().until(() -> registry.get("pgsteady.pool.queue").summary().max() == 3);
		});
	}

	private void onThread(Runnable task) {
		new Thread(task).start();
	}

	@Test
	void evictionsAreCounted(PostgresSimulation postgres) {
		MeterContexts.to(postgres).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			new JdbcTemplate(dataSource).execute("select 1");
			assertThat(MeterContexts.count(registry, "pgsteady.pool.evictions", "reason", "lost")).isZero();
			MeterContexts.loseRead(postgres, dataSource);
			assertThat(MeterContexts.count(registry, "pgsteady.pool.evictions", "reason", "lost")).isOne();
			assertThat(MeterContexts.count(registry, "pgsteady.pool.evicted", "reason", "lost")).isOne();
			assertThat(registry.find("pgsteady.pool.evictions").counters().stream().mapToDouble((c) -> c.count()).sum())
				.isOne();
		});
	}

	@Test
	void canBeSwitchedOff(PostgresSimulation postgres) {
		MeterContexts.to(postgres).withPropertyValues("pgsteady.metrics.enabled=false").run((context) -> {
			new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
			assertThat(MeterContexts.registry(context).getMeters())
				.noneMatch((meter) -> meter.getId().getName().startsWith("pgsteady"));
			assertThat(context).doesNotHaveBean(PoolMeters.class).doesNotHaveBean(HealthMeters.class);
		});
	}

	@Test
	void withoutWhatIsBelowThePool(PostgresSimulation postgres) {
		MeterContexts.to(postgres)
			.withPropertyValues("pgsteady.connection.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolMeters.class));
	}

	private static List<Double> gauges(MeterRegistry registry, String dataSource) {
		return GAUGES.stream().map((name) -> MeterContexts.gauge(registry, name, dataSource)).toList();
	}

	private static List<Double> states(MeterRegistry registry, String dataSource) {
		return Stream.of(PoolState.values()).map((state) -> value(registry, dataSource, state)).toList();
	}

	private static String state(MeterRegistry registry, String dataSource) {
		List<PoolState> current = Stream.of(PoolState.values())
			.filter((state) -> value(registry, dataSource, state) == 1)
			.toList();
		assertThat(current).hasSize(1);
		return TagValues.of(current.get(0));
	}

	private static double value(MeterRegistry registry, String dataSource, PoolState state) {
		return MeterContexts.gauge(registry, "pgsteady.pool.state", dataSource, "state", TagValues.of(state));
	}

	private static Set<String> names(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("pgsteady.pool."))
			.map((meter) -> meter.getId().getTag("datasource"))
			.collect(Collectors.toSet());
	}

	/**
	 * Two from the start, and a late one.
	 */
	@Configuration(proxyBeanMethods = false)
	static class SeveralDataSources {

		@Bean
		HikariDataSource orders(Environment environment) {
			return pool(new HikariDataSource(), environment);
		}

		@Bean
		HikariDataSource stock(Environment environment) {
			return pool(new HikariDataSource(), environment);
		}

		@Bean
		@Lazy
		HikariDataSource late(Environment environment) {
			return pool(new HikariDataSource(), environment);
		}

		static <C extends HikariConfig> C pool(C config, Environment environment) {
			config.setJdbcUrl(environment.getProperty("spring.datasource.url"));
			config.setUsername(environment.getProperty("spring.datasource.username"));
			config.setPassword(environment.getProperty("spring.datasource.password"));
			return config;
		}

	}

	/**
	 * A pool whose configuration is another bean.
	 */
	@Configuration(proxyBeanMethods = false)
	static class PoolFromConfiguration {

		@Bean
		HikariConfig accountsConfig(Environment environment) {
			return SeveralDataSources.pool(new HikariConfig(), environment);
		}

		@Bean
		@Lazy
		HikariDataSource accounts(HikariConfig accountsConfig) {
			return new HikariDataSource(accountsConfig);
		}

		// So that nobody wants the only one
		@Bean
		@Lazy
		HikariDataSource others(Environment environment) {
			return SeveralDataSources.pool(new HikariDataSource(), environment);
		}

	}

}
