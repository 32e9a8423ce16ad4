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

package io.github.pgsteady.benchmark.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.benchmark.connection.StubDriver;
import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * An application with any number of DataSources. With and without the starter it is the
 * same but for one property.
 */
final class ScaleApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Ledger[] ledgers;

	private ScaleApplication(Variant variant, ConfigurableApplicationContext context) {
		this.context = context;
		this.ledgers = context.getBeansOfType(Ledger.class).values().toArray(Ledger[]::new);
		context.getBeansOfType(HikariDataSource.class).values().forEach((pool) -> verify(variant, pool));
		for (Ledger ledger : this.ledgers) {
			verify(variant, ledger);
		}
	}

	/**
	 * Start the application on the driver that answers at once.
	 * @param variant with or without the starter
	 * @param connections the number of connections in each pool
	 * @param sources the number of DataSources
	 * @return the application
	 */
	static ScaleApplication start(Variant variant, int connections, int sources) {
		return start(variant, connections, sources,
				DataSourceBuilder.create().url(StubDriver.URL).driverClassName(StubDriver.class.getName()));
	}

	/**
	 * Start the application on a database of the simulator, through its proxy.
	 * @param variant with or without the starter
	 * @param connections the number of connections in the pool
	 * @param database the database
	 * @return the application
	 */
	static ScaleApplication start(Variant variant, int connections, PostgresSimulation database) {
		ScaleApplication application = start(variant, connections, 1,
				DataSourceBuilder.create()
					.url(database.getJdbcUrl())
					.username(database.getUsername())
					.password(database.getPassword()));
		application.ledgers[0].createTable();
		return application;
	}

	private static ScaleApplication start(Variant variant, int connections, int sources, DataSourceBuilder<?> builder) {
		return new ScaleApplication(variant,
				new SpringApplicationBuilder(Configuration.class).web(WebApplicationType.NONE)
					.bannerMode(Banner.Mode.OFF)
					.initializers((context) -> {
						for (int i = 0; i < sources; i++) {
							register((GenericApplicationContext) context, i, connections,
									builder.type(HikariDataSource.class));
						}
					})
					.run("--pgsteady.enabled=" + (variant == Variant.STARTER), "--logging.level.root=off"));
	}

	private static void register(GenericApplicationContext context, int number, int connections,
			DataSourceBuilder<HikariDataSource> builder) {
		String pool = "pool" + number;
		String transactions = "transactions" + number;
		context.registerBean(pool, HikariDataSource.class, () -> pool(builder, pool, connections),
				(definition) -> definition.setPrimary(number == 0));
		context.registerBean(transactions, JdbcTransactionManager.class,
				() -> new JdbcTransactionManager(context.getBean(pool, HikariDataSource.class)),
				(definition) -> definition.setPrimary(number == 0));
		context.registerBean("ledger" + number, Ledger.class,
				() -> new Ledger(new JdbcTemplate(context.getBean(pool, HikariDataSource.class)),
						context.getBean(transactions, JdbcTransactionManager.class)));
	}

	private static HikariDataSource pool(DataSourceBuilder<HikariDataSource> builder, String name, int connections) {
		HikariDataSource pool = builder.build();
		pool.setPoolName(name);
		pool.setMaximumPoolSize(connections);
		pool.setMinimumIdle(connections);
		return pool;
	}

	private static void verify(Variant variant, HikariDataSource pool) {
		Assert.state((pool.getDataSource() != null) == (variant == Variant.STARTER),
				() -> "There is something else between pool and driver of " + variant);
	}

	private static void verify(Variant variant, Ledger ledger) {
		boolean guarded = ledger instanceof Advised advised && Arrays.stream(advised.getAdvisors())
			.anyMatch((advisor) -> advisor.getAdvice().getClass().getName().startsWith("io.github.pgsteady."));
		Assert.state(guarded == (variant == Variant.STARTER),
				() -> "Something else lies around the calls of " + variant);
	}

	/**
	 * Return the calls that a user of the application makes in turn, one to each
	 * DataSource.
	 * @return the calls
	 */
	List<Runnable> calls() {
		List<Runnable> calls = new ArrayList<>();
		for (Ledger ledger : this.ledgers) {
			calls.add(ledger::addAndRead);
		}
		return calls;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What a user would write.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

	}

}
