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

package io.github.pgsteady.retry.schedule;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.retry.DatabaseRetryTemplate;
import io.github.pgsteady.retry.OutcomeUnknownException;
import io.github.pgsteady.retry.RetryMode;
import io.github.pgsteady.retry.schedule.DeclaredCalls.PlainCalls;
import io.github.pgsteady.retry.schedule.DeclaredCalls.TransactionalCalls;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.proxy.Link;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.awaitility.Awaitility.await;

/**
 * A database with a proxy and an application of its own, on which one schedule runs after
 * the other.
 */
final class Lane implements AutoCloseable {

	// A sequence counts also what is rolled back
	private static final List<String> SCHEMA = List.of("create table ledger (key text)",
			"create table provoked (at text, state text, times int)", "create sequence provocations", """
					create function provoke() returns trigger language plpgsql security definer as $$
					declare plan record;
					begin
						select * into plan from provoked where at = tg_argv[0];
						if found and nextval('provocations') <= plan.times then
							raise exception using errcode = plan.state, message = 'provoked';
						end if;
						return null;
					end $$""", "create trigger now after insert on ledger for each row execute function provoke('now')",
			"""
					create constraint trigger at_commit after insert on ledger deferrable initially deferred
					for each row execute function provoke('commit')""", "grant all on ledger to public");

	private final FaultProxy proxy;

	private final Connection admin;

	private final ConfigurableApplicationContext context;

	private final Map<Integer, Consumer<Lane>> beforeSteps = new HashMap<>();

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final TransactionTemplate newTransaction;

	private final TransactionTemplate readOnlyTransaction;

	private final String database;

	Lane(PostgresServer server) throws SQLException {
		this.database = server.createDatabase();
		this.admin = server.openAdminConnection(this.database);
		this.proxy = FaultProxy.before(server::getAddress);
		for (String sql : SCHEMA) {
			execute(sql);
		}
		this.context = start(server);
		this.jdbc = this.context.getBean(JdbcClient.class);
		PlatformTransactionManager manager = this.context.getBean(PlatformTransactionManager.class);
		this.transaction = new TransactionTemplate(manager);
		this.newTransaction = new TransactionTemplate(manager);
		this.newTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.readOnlyTransaction = new TransactionTemplate(manager);
		this.readOnlyTransaction.setReadOnly(true);
	}

	private ConfigurableApplicationContext start(PostgresServer server) {
		String url = "jdbc:postgresql://127.0.0.1:%s/%s".formatted(this.proxy.getPort(), this.database);
		List<String> properties = List.of("spring.datasource.url=" + url,
				"spring.datasource.username=" + server.getUsername(),
				"spring.datasource.password=" + server.getPassword(), "spring.datasource.hikari.maximum-pool-size=3",
				"spring.datasource.hikari.connection-timeout=3000", "spring.liquibase.enabled=false",
				"spring.flyway.enabled=false",
				// So that a stall ends
				"pgsteady.connection.commit-timeout=500ms", "pgsteady.connection.statement-timeout=500ms",
				// Each call is in trouble
				"pgsteady.retry.budget.ratio=100");
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(properties.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	/**
	 * Run a schedule, and see what the database has.
	 * @param schedule the schedule
	 * @return what became of it
	 */
	Verdict run(Schedule schedule) throws SQLException {
		// So that there is a connection, and none that the schedule before has ruined
		this.context.getBean(DatabaseRetryTemplate.class)
			.execute(() -> this.jdbc.sql("select 1").query(Integer.class).single());
		schedule.troubles().forEach((trouble) -> trouble.arrange().in(this));
		Ledger ledger = new Ledger();
		Throwable failure = null;
		try {
			call(schedule.outer(), schedule.mode(), () -> body(schedule, ledger));
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		calm();
		try (Statement statement = this.admin.createStatement();
				ResultSet result = statement.executeQuery("select key from ledger")) {
			while (result.next()) {
				ledger.stored(result.getString(1));
			}
		}
		execute("truncate ledger, provoked");
		execute("alter sequence provocations restart");
		return new Verdict(schedule, ledger, failure);
	}

	private void call(Outer outer, RetryMode mode, Runnable body) {
		switch (outer) {
			case TEMPLATE -> this.context.getBean(DatabaseRetryTemplate.class).execute("schedule", mode, () -> {
				body.run();
				return true;
			});
			case BEAN -> {
				PlainCalls calls = this.context.getBean(PlainCalls.class);
				switch (mode) {
					case NEVER -> calls.never(body);
					case CONNECT_ONLY -> calls.connectOnly(body);
					case RERUN -> calls.rerun(body);
					case IDEMPOTENT -> calls.idempotent(body);
				}
			}
			case TRANSACTIONAL_BEAN -> {
				TransactionalCalls calls = this.context.getBean(TransactionalCalls.class);
				switch (mode) {
					case NEVER -> calls.never(body);
					case CONNECT_ONLY -> calls.connectOnly(body);
					case RERUN -> calls.rerun(body);
					case IDEMPOTENT -> calls.idempotent(body);
				}
			}
		}
	}

	private void body(Schedule schedule, Ledger ledger) {
		ledger.newAttempt();
		boolean transactional = schedule.outer() == Outer.TRANSACTIONAL_BEAN;
		for (int i = 0; i < schedule.steps().size(); i++) {
			Step step = schedule.steps().get(i);
			Consumer<Lane> strike = this.beforeSteps.remove(i);
			if (strike != null) {
				strike.accept(this);
			}
			try {
				make(step, ledger, transactional);
			}
			catch (RuntimeException ex) {
				if (!step.caught()) {
					throw ex;
				}
				ledger.caught(step);
			}
		}
	}

	private void make(Step step, Ledger ledger, boolean within) {
		switch (step.kind()) {
			case READ -> read();
			case READ_ONLY_TRANSACTION -> {
				if (within) {
					read();
				}
				else {
					this.readOnlyTransaction.executeWithoutResult((status) -> read());
				}
			}
			case WRITE -> step.keys().forEach(this::insert);
			case CALL -> this.context.getBean(DatabaseRetryTemplate.class).execute(() -> {
				step.keys().forEach(this::insert);
				return true;
			});
			case TRANSACTION -> this.transaction.executeWithoutResult((status) -> write(step, ledger));
			case NEW_TRANSACTION -> this.newTransaction.executeWithoutResult((status) -> write(step, ledger));
		}
		ledger.done(step, !within || step.kind() == Step.Kind.NEW_TRANSACTION);
	}

	private void write(Step step, Ledger ledger) {
		insert(step.keys().get(0));
		step.inner().forEach((inner) -> make(inner, ledger, true));
		insert(step.keys().get(1));
	}

	private void insert(String key) {
		this.jdbc.sql("insert into ledger values (?)").param(key).update();
	}

	private void read() {
		this.jdbc.sql("select count(*) from ledger").query(Long.class).single();
	}

	void inject(Fault fault) {
		this.proxy.inject(fault);
	}

	void beforeStep(int step, Consumer<Lane> strike) {
		this.beforeSteps.put(step, strike);
	}

	void cutAll() {
		this.proxy.getLinks().cut(Cut.RST);
	}

	void stallAll(Direction direction) {
		List<Long> ids = this.proxy.getLinks().toList().stream().map(Link::getId).toList();
		this.proxy.inject(Fault.stall(direction).on((link) -> ids.contains(link.getId())));
	}

	void terminate() {
		execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '%s' and usename <> user"
			.formatted(this.database));
	}

	void provoke(String sqlState, boolean atCommit, int times) {
		execute("insert into provoked values ('%s', '%s', %s)".formatted(atCommit ? "commit" : "now", sqlState, times));
	}

	// Until nothing is under way that may still be executed
	private void calm() throws SQLException {
		this.beforeSteps.clear();
		HikariPoolMXBean pool = this.context.getBean(HikariDataSource.class).getHikariPoolMXBean();
		if (pool != null) {
			pool.softEvictConnections();
		}
		this.proxy.getLinks().cut(Cut.FIN);
		this.proxy.heal();
		await().pollInterval(Duration.ofMillis(5)).pollDelay(Duration.ZERO).until(() -> sessions() == 0);
	}

	private int sessions() throws SQLException {
		try (Statement statement = this.admin.createStatement();
				ResultSet result = statement.executeQuery(
						"select count(*) from pg_stat_activity where datname = '%s' and pid <> pg_backend_pid()"
							.formatted(this.database) + " and usename <> user and state <> 'idle'")) {
			result.next();
			return result.getInt(1);
		}
	}

	private void execute(String sql) {
		try (Statement statement = this.admin.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws SQLException {
		this.context.close();
		this.admin.close();
		this.proxy.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { DataJpaRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	@Import({ PlainCalls.class, TransactionalCalls.class })
	static class Application {

	}

	/**
	 * What became of a schedule.
	 *
	 * @param schedule the schedule
	 * @param ledger what its body was told, and what is stored
	 * @param failure what its caller was told, or {@code null} if it succeeded
	 */
	record Verdict(Schedule schedule, Ledger ledger, @Nullable Throwable failure) {

		boolean isRecovered() {
			return this.failure == null && this.ledger.getAttempts() > 1;
		}

		boolean isUnknown() {
			return this.failure instanceof OutcomeUnknownException;
		}

	}

}
