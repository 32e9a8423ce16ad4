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

package io.github.pgsteady.retry.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.pgsteady.retry.storm.JdbcLedgerConfiguration.Entries;
import io.github.pgsteady.retry.storm.JdbcLedgerConfiguration.Entry;
import io.github.pgsteady.retry.storm.JdbcLedgerConfiguration.JdbcLedger;
import io.github.pgsteady.retry.storm.JdbcLedgerConfiguration.JdbcLedgerService;
import io.github.pgsteady.retry.storm.JpaLedgerConfiguration.JpaLedgerService;
import io.github.pgsteady.retry.storm.JpaLedgerConfiguration.Payment;
import io.github.pgsteady.retry.storm.JpaLedgerConfiguration.Payments;
import io.github.pgsteady.retry.storm.JpaLedgerConfiguration.Posting;
import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * An application that writes to the ledger, as its users would have written it.
 */
final class LedgerApplication implements AutoCloseable {

	/**
	 * No constraint keeps a key from being stored twice.
	 */
	private static final List<String> SCHEMA = List.of("create table ledger (id bigserial, business_key text)",
			"create index on ledger (business_key)", "grant all on ledger to public",
			"grant all on sequence ledger_id_seq to public");

	private final ConfigurableApplicationContext context;

	private final Map<Access, Function<String, Runnable>> writers;

	private LedgerApplication(ConfigurableApplicationContext context, Map<Access, Function<String, Runnable>> writers) {
		this.context = context;
		this.writers = writers;
	}

	static void createTables(PostgresSimulation postgres) {
		SCHEMA.forEach(postgres::execute);
	}

	static LedgerApplication byJdbc(Variant variant, PostgresSimulation postgres) {
		ConfigurableApplicationContext context = start(JdbcLedgerConfiguration.class, variant, postgres);
		JdbcLedger ledger = context.getBean(JdbcLedger.class);
		Entries entries = context.getBean(Entries.class);
		JdbcLedgerService service = context.getBean(JdbcLedgerService.class);
		return new LedgerApplication(context, Map.of(Access.JDBC_CLIENT, (key) -> () -> ledger.add(key),
				Access.AUTO_COMMIT, (key) -> () -> ledger.insert(key), Access.JDBC_SERVICE, (key) -> {
					List<String> rows = Access.JDBC_SERVICE.rows(key);
					return () -> service.addBoth(rows.get(0), rows.get(1));
				}, Access.DATA_JDBC, (key) -> {
					Entry entry = new Entry(key);
					return () -> entries.save(entry);
				}, Access.DATA_JDBC_SERVICE, (key) -> {
					List<Entry> rows = Access.DATA_JDBC_SERVICE.rows(key).stream().map(Entry::new).toList();
					return () -> service.saveBoth(rows.get(0), rows.get(1));
				}));
	}

	static LedgerApplication byJpa(Variant variant, PostgresSimulation postgres) {
		ConfigurableApplicationContext context = start(JpaLedgerConfiguration.class, variant, postgres);
		Payments payments = context.getBean(Payments.class);
		JpaLedgerService service = context.getBean(JpaLedgerService.class);
		return new LedgerApplication(context, Map.of(Access.JPA, (key) -> {
			Payment payment = new Payment(key);
			return () -> payments.save(payment);
		}, Access.JPA_SERVICE, (key) -> {
			List<Posting> rows = Access.JPA_SERVICE.rows(key).stream().map(Posting::new).toList();
			return () -> service.persistBoth(rows.get(0), rows.get(1));
		}));
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, Variant variant,
			PostgresSimulation postgres) {
		List<String> properties = new ArrayList<>(variant.getProperties());
		properties.add("spring.datasource.url=" + postgres.getJdbcUrl());
		properties.add("spring.datasource.username=" + postgres.getUsername());
		properties.add("spring.datasource.password=" + postgres.getPassword());
		properties.add("spring.datasource.hikari.maximum-pool-size=8");
		properties.add("spring.datasource.hikari.minimum-idle=0");
		properties.add("spring.liquibase.enabled=false");
		properties.add("spring.flyway.enabled=false");
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(properties.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	List<Access> getAccesses() {
		return this.writers.keySet().stream().sorted().toList();
	}

	/**
	 * Prepare a call. What it writes is made here, outside of what is repeated.
	 * @param access how to write
	 * @param key the business key
	 * @return the call
	 */
	Runnable prepare(Access access, String key) {
		return this.writers.get(access).apply(key);
	}

	/**
	 * Close all connections that nobody uses.
	 */
	void disconnect() {
		HikariPoolMXBean pool = this.context.getBean(HikariDataSource.class).getHikariPoolMXBean();
		pool.softEvictConnections();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
