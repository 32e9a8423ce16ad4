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

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.fleet.PgSteadyFleetAutoConfiguration;
import io.github.pgsteady.health.PgSteadyHealthAutoConfiguration;
import io.github.pgsteady.retry.OutcomeUnknownException;
import io.github.pgsteady.retry.PgSteadyRetryAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that docs/metrics.md names all meters, all tags and all that a tag can be, and
 * none that there is not.
 */
@SimulatedPostgres
@Timeout(240)
class DocumentedMetersIntegrationTests {

	@Test
	void pageNamesWhatAnApplicationInTroubleHas(PostgresSimulation postgres) {
		runner(postgres).run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			health(context);
			health(context);
			ledger.add(1, () -> {
			});
			recover(postgres, ledger);
			loseCommit(postgres, ledger);
			failToConnect(postgres, context, ledger);
			stall(postgres, ledger);
			check(MeterContexts.registry(context).getMeters());
		});
	}

	private static void health(ApplicationContext context) {
		HealthIndicator health = (HealthIndicator) context.getBean(HealthContributorRegistry.class)
			.getContributor("db");
		assertThat(health).isNotNull();
		health.health();
	}

	private static void recover(PostgresSimulation postgres, Ledger ledger) {
		AtomicBoolean done = new AtomicBoolean();
		ledger.add(2, () -> {
			if (done.compareAndSet(false, true)) {
				postgres.getServer().terminateAll();
			}
		});
		assertThat(done).isTrue();
	}

	private static void loseCommit(PostgresSimulation postgres, Ledger ledger) {
		postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> ledger.add(3, () -> {
		}));
	}

	private static void failToConnect(PostgresSimulation postgres, ApplicationContext context, Ledger ledger) {
		for (PostgresError error : List.of(PostgresError.STARTING_UP, PostgresError.TOO_MANY_CLIENTS)) {
			context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			postgres.getProxy().inject(Fault.reject(error).times(2));
			ledger.find();
		}
		context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
		FaultInjection refusal = postgres.getProxy().inject(Fault.refuse());
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(ledger::find);
		refusal.close();
		await().ignoreExceptions().until(() -> ledger.find() != null);
	}

	private static void stall(PostgresSimulation postgres, Ledger ledger) {
		ledger.find();
		Set<Long> silent = postgres.getProxy()
			.getLinks()
			.toList()
			.stream()
			.map(Link::getId)
			.collect(Collectors.toSet());
		postgres.getProxy().inject(Fault.stall(Direction.TO_SERVER).on((link) -> silent.contains(link.getId())));
		ledger.find();
	}

	private static void check(List<Meter> meters) throws IOException {
		Map<String, DocumentedMeter> documented = DocumentedMeter.readAll();
		Set<String> seen = new TreeSet<>();
		SoftAssertions softly = new SoftAssertions();
		for (Meter meter : meters) {
			Meter.Id id = meter.getId();
			if (id.getName().startsWith("pgsteady.")) {
				seen.add(id.getName());
				check(id, documented.get(id.getName()), softly);
			}
		}
		softly.assertThat(seen).isEqualTo(new TreeSet<>(documented.keySet()));
		softly.assertAll();
	}

	private static void check(Meter.Id id, DocumentedMeter meter, SoftAssertions softly) {
		softly.assertThat(meter).as("%s is in the table", id).isNotNull();
		if (meter == null) {
			return;
		}
		String kind = id.getType().name().toLowerCase(Locale.ROOT);
		softly.assertThat(kind.endsWith(meter.kind())).as("%s is a %s", id, kind).isTrue();
		softly.assertThat(id.getDescription()).as("description of %s", id).isNotBlank();
		for (Tag tag : id.getTags()) {
			if (tag.getKey().equals("datasource")) {
				softly.assertThat(tag.getValue()).as("%s", id).isEqualTo("dataSource");
			}
			else {
				softly.assertThat(meter.tags()).as("%s", id).containsKey(tag.getKey());
				softly.assertThat(meter.tags().getOrDefault(tag.getKey(), List.of()))
					.as("%s of %s", tag.getKey(), id)
					.contains(tag.getValue());
			}
		}
		softly.assertThat(id.getTags()).as("tags of %s", id).hasSize(meter.tags().size() + 1);
	}

	private static ApplicationContextRunner runner(PostgresSimulation postgres) {
		// Proxies of classes need the class loader of these
		return MeterContexts.to(postgres)
			.withClassLoader(null)
			.withConfiguration(
					AutoConfigurations.of(PgSteadyFleetAutoConfiguration.class, PgSteadyRetryAutoConfiguration.class,
							PgSteadyHealthAutoConfiguration.class, DataSourceHealthContributorAutoConfiguration.class,
							HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
							JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
			.withUserConfiguration(Ledger.class)
			.withPropertyValues("pgsteady.may-sleep=true", "pgsteady.stall.suspect-after=400ms",
					"pgsteady.providers.generic.recovery-window=2s", "pgsteady.pool.development=false",
					"spring.datasource.hikari.connection-timeout=1000", "spring.datasource.hikari.maximum-pool-size=2");
	}

	/**
	 * Reads and writes, and lets something happen in between.
	 */
	@Repository
	static class Ledger {

		private final JdbcClient jdbc;

		Ledger(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void add(int id, Runnable between) {
			this.jdbc.sql("create table if not exists ledger (id int)").update();
			between.run();
			this.jdbc.sql("insert into ledger (id) values (?)").param(id).update();
		}

		Object find() {
			return this.jdbc.sql("select 1").query().singleValue();
		}

	}

}
