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
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which contributor there is, for which DataSource.
 */
class PgSteadyHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = HealthContexts.to("jdbc:postgresql://localhost:1/orders", "user",
			"password");

	@Test
	void takesThePlaceOfSpringBoots() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("dbHealthContributor").doesNotHaveBean(DataSourceHealthIndicator.class);
			assertThat(HealthContexts.contributor(context)).isInstanceOf(DatabaseHealthIndicator.class);
		});
	}

	@Test
	void theSwitchIsSpringBoots() {
		this.runner.withPropertyValues("management.health.db.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("dbHealthContributor"));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("dbHealthContributor"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pgsteady.health.enabled", "pgsteady.enabled", "pgsteady.connection.enabled",
			"pgsteady.pool.enabled", "pgsteady.data-sources.data-source.enabled" })
	void springBootsOwnIsThereWhenSwitchedOff(String property) {
		this.runner.withPropertyValues(property + "=false")
			.run((context) -> assertThat(HealthContexts.contributor(context))
				.isInstanceOf(DataSourceHealthIndicator.class));
	}

	@Test
	void contributorOfTheApplicationWins() {
		this.runner.withUserConfiguration(OwnContributor.class).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("dbHealthContributor");
			assertThat(HealthContexts.health(context).getDetails()).containsKey("own");
		});
	}

	@Test
	void actuatorMayBeMissing() {
		this.runner
			.withClassLoader(new FilteredClassLoader(SpringBootTest.class, ConditionalOnEnabledHealthIndicator.class,
					HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dbHealthContributor"));
	}

	@Test
	void eachOfSeveralDataSourcesHasItsOwn() {
		this.runner.withUserConfiguration(Several.class).run((context) -> {
			CompositeHealthContributor composite = (CompositeHealthContributor) HealthContexts.contributor(context);
			assertThat(composite.stream().map(HealthContributors.Entry::name)).containsExactlyInAnyOrder("orders",
					"invoices", "other");
			assertThat(composite.getContributor("orders")).isInstanceOf(DatabaseHealthIndicator.class);
			assertThat(composite.getContributor("invoices")).isInstanceOf(DatabaseHealthIndicator.class);
			assertThat(composite.getContributor("other")).isInstanceOf(DataSourceHealthIndicator.class);
		});
	}

	@Test
	void anotherDatabaseIsAskedAsSpringBootAsksIt() {
		this.runner.withUserConfiguration(Several.class).run((context) -> {
			CompositeHealthContributor composite = (CompositeHealthContributor) HealthContexts.contributor(context);
			Health health = ((HealthIndicator) composite.getContributor("other")).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("database", "H2")
				.containsEntry("validationQuery", "select 1");
		});
	}

	@Test
	void routedDataSourcesAreShownEach() {
		this.runner.withUserConfiguration(Routing.class).run((context) -> {
			CompositeHealthContributor composite = (CompositeHealthContributor) HealthContexts.contributor(context);
			assertThat(composite.getContributor("orders")).isInstanceOf(DatabaseHealthIndicator.class);
			assertThat(composite.getContributor("routing"))
				.asInstanceOf(InstanceOfAssertFactories.type(CompositeHealthContributor.class))
				.satisfies((routed) -> {
					assertThat(routed.getContributor("own")).isInstanceOf(DatabaseHealthIndicator.class);
					assertThat(routed.getContributor("hidden")).isInstanceOf(DataSourceHealthIndicator.class);
					assertThat(routed.stream().map(HealthContributors.Entry::name)).containsExactlyInAnyOrder("own",
							"hidden");
				});
		});
	}

	@Test
	void routingDataSourcesMayBeIgnored() {
		this.runner.withUserConfiguration(Routing.class)
			.withPropertyValues("management.health.db.ignore-routing-data-sources=true")
			.run((context) -> assertThat(HealthContexts.contributor(context))
				.isInstanceOf(DatabaseHealthIndicator.class));
	}

	@Test
	void wrappedPoolIsRecognized() {
		this.runner.withUserConfiguration(Wrapped.class)
			.run((context) -> assertThat(HealthContexts.contributor(context))
				.asInstanceOf(InstanceOfAssertFactories.type(CompositeHealthContributor.class))
				.satisfies((composite) -> assertThat(composite.getContributor("wrapper"))
					.isInstanceOf(DatabaseHealthIndicator.class)));
	}

	@Test
	void wrongSettingsAreExplained() {
		Stream.of("timeout=0s", "timeout=-1s", "max-age=-1s")
			.forEach((setting) -> this.runner.withPropertyValues("pgsteady.health." + setting)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("pgsteady.health." + setting.split("=")[0])));
	}

	/**
	 * A contributor of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnContributor {

		@Bean
		HealthIndicator dbHealthIndicator() {
			return () -> Health.up().withDetail("own", true).build();
		}

	}

	/**
	 * Two pools that are tuned, and one that leads elsewhere.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		HikariDataSource orders() {
			return pool("jdbc:postgresql://localhost:1/orders");
		}

		@Bean
		HikariDataSource invoices() {
			return pool("jdbc:postgresql://localhost:1/invoices");
		}

		@Bean
		HikariDataSource other() {
			HikariDataSource pool = pool("jdbc:h2:mem:other");
			pool.setConnectionTestQuery("select 1");
			return pool;
		}

		static HikariDataSource pool(String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			return pool;
		}

	}

	/**
	 * A pool that is a bean, and one that is not.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Routing {

		@Bean
		HikariDataSource orders() {
			return Several.pool("jdbc:postgresql://localhost:1/orders");
		}

		@Bean
		DataSource routing(HikariDataSource orders) {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return "own";
				}

			};
			routing.setTargetDataSources(
					Map.of("own", orders, "hidden", new DriverManagerDataSource("jdbc:h2:mem:hidden")));
			return routing;
		}

	}

	/**
	 * A pool behind a proxy.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Wrapped {

		@Bean(defaultCandidate = false)
		HikariDataSource target() {
			return Several.pool("jdbc:postgresql://localhost:1/orders");
		}

		@Bean
		DataSource wrapper(@Qualifier("target") DataSource target) {
			return new LazyConnectionDataSourceProxy(target);
		}

	}

}
