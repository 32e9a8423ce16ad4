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

package io.github.pgsteady.retry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Transient;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Persistable;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.mapping.event.AfterSaveCallback;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of repeated calls of Spring Data JDBC, which reports success for an update of
 * nothing if an aggregate keeps the identity that a failed attempt gave it.
 */
@SimulatedPostgres
@Timeout(120)
class AggregateRetryIntegrationTests {

	private PostgresSimulation postgres;

	@BeforeEach
	void createTables(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists item, part, purchase");
		postgres.execute("create table purchase (id bigserial primary key, version int, customer text)");
		postgres.execute("create table part (id bigint generated always as identity, purchase bigint, name text)");
		postgres.execute("create table item (purchase bigint, purchase_key int, product text)");
		postgres.execute("grant all on all tables in schema public to public");
		postgres.execute("grant all on all sequences in schema public to public");
	}

	@Test
	void aggregateIsInsertedWhenItsInsertionIsRepeated() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("insert into \"item\""));
			Purchase purchase = new Purchase("ann");
			purchase.items.add(new Item("coffee"));
			purchase.items.add(new Item("tea"));
			Purchase saved = context.getBean(Purchases.class).save(purchase);
			assertThat(saved.id).isNotNull();
			assertThat(saved.version).isZero();
			assertThat(this.postgres.queryForLong("select count(*) from purchase")).isOne();
			assertThat(this.postgres.queryForLong("select count(*) from item")).isEqualTo(2);
		});
	}

	@Test
	void severalAggregatesAreInserted() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit().times(1));
			// Commits that never arrive are not known not to have
			assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(
					() -> context.getBean(Purchases.class).saveAll(List.of(new Purchase("ann"), new Purchase("bob"))));
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into \"purchase\""));
			context.getBean(Purchases.class).saveAll(List.of(new Purchase("ann"), new Purchase("bob")));
			assertThat(this.postgres.queryForLong("select count(*) from purchase")).isEqualTo(2);
		});
	}

	@Test
	void versionOfUpdateIsRestored() {
		run((context) -> {
			Purchases purchases = context.getBean(Purchases.class);
			Purchase purchase = purchases.save(new Purchase("ann"));
			purchase.customer = "bob";
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("update \"purchase\""));
			purchases.save(purchase);
			assertThat(this.postgres.queryForLong("select count(*) from purchase where customer = 'bob'")).isOne();
			assertThat(purchases.save(purchase).version).isEqualTo(2);
		});
	}

	@Test
	void partsOfAnAggregateAreInsertedAnew() {
		run((context) -> {
			Whole whole = new Whole();
			whole.parts = Set.of(new Part("lid"));
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into \"part\""));
			context.getBean(Wholes.class).save(whole);
			assertThat(this.postgres.queryForLong("select count(*) from part")).isOne();
			TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
			Whole other = new Whole();
			other.parts = Set.of(new Part("lid"), new Part("box"));
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select count"));
			context.getBean(DatabaseRetryTemplate.class).execute(() -> transaction.execute((status) -> {
				context.getBean(Wholes.class).save(other);
				return context.getBean(Wholes.class).count();
			}));
			assertThat(this.postgres.queryForLong("select count(*) from part")).isEqualTo(3);
		});
	}

	@Test
	void recordsAreInserted() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into \"purchase\""));
			assertThat(context.getBean(Receipts.class).save(new Receipt(null, "ann")).id()).isNotNull();
			assertThat(this.postgres.queryForLong("select count(*) from purchase")).isOne();
		});
	}

	@Test
	void whatNotesElsewhereThatItWasSavedIsNotRepeatedAsAnUpdate() {
		run((context) -> {
			Notes notes = context.getBean(Notes.class);
			TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
			boolean[] killed = new boolean[1];
			assertThatException().isThrownBy(
					() -> context.getBean(DatabaseRetryTemplate.class).execute(executeWith(notes, transaction, killed)))
				.satisfies((ex) -> assertThat(ex.getSuppressed())
					.anySatisfy((suppressed) -> assertThat(suppressed).isInstanceOf(RetryDiagnostic.class)
						.hasMessageContaining("has changed an entity")));
			assertThat(this.postgres.queryForLong("select count(*) from purchase")).isZero();
		});
	}

	@Test
	void severalMappingsAreNoObstacle() {
		RetryContexts.to(this.postgres)
			.withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withBean("otherMapping", RelationalMappingContext.class, RelationalMappingContext::new,
					(definition) -> definition.setAutowireCandidate(true))
			.run((context) -> {
				context.getBean(Purchases.class).save(new Purchase("ann"));
				assertThat(this.postgres.queryForLong("select count(*) from purchase")).isOne();
			});
	}

	@Test
	void namedQueryThatWritesDoesNotCountAsReading() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit().times(1));
			assertThatExceptionOfType(OutcomeUnknownException.class)
				.isThrownBy(() -> context.getBean(Purchases.class).getNext());
			assertThat(this.postgres.queryForLong("select count(*) from purchase")).isOne();
		});
	}

	@Test
	void queriesDefaultMethodsAndFragmentsAreRepeated() {
		run((context) -> {
			Purchases purchases = context.getBean(Purchases.class);
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select"));
			assertThat(purchases.findByCustomer("ann")).isEmpty();
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select"));
			assertThat(purchases.isKnown("ann")).isFalse();
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select count"));
			assertThat(purchases.count()).isZero();
		});
	}

	@Test
	void nativeWriteInAutoCommitModeIsReportedAsUnknown() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into purchase"));
			assertThatExceptionOfType(OutcomeUnknownException.class)
				.isThrownBy(() -> context.getBean(Purchases.class).insert("ann"));
			assertThat(this.postgres.queryForLong("select count(*) from purchase")).isOne();
		});
	}

	private DatabaseCall<Object, RuntimeException> executeWith(Notes notes, TransactionTemplate transaction,
			boolean[] killed) {
		Note note = new Note(7L);
		return () -> transaction.execute((status) -> {
			notes.save(note);
			if (!killed[0]) {
				killed[0] = true;
				this.postgres.getServer().terminateAll();
			}
			return notes.count();
		});
	}

	private void run(Consumer<AssertableApplicationContext> test) {
		RetryContexts.to(this.postgres)
			.withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.run(test::accept);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableJdbcRepositories(considerNestedRepositories = true,
			basePackageClasses = AggregateRetryIntegrationTests.class)
	static class Application {

		@Bean
		AfterSaveCallback<Note> noteCallback() {
			return (note) -> {
				note.saved = true;
				return note;
			};
		}

	}

	@Table("purchase")
	static class Purchase {

		@Id
		private @Nullable Long id;

		@Version
		private @Nullable Integer version;

		private String customer;

		private List<Item> items = new ArrayList<>();

		Purchase(String customer) {
			this.customer = customer;
		}

	}

	record Item(String product) {

	}

	@Table("purchase")
	record Receipt(@Id @Nullable Long id, String customer) {

	}

	@Table("purchase")
	static class Note implements Persistable<Long> {

		@Id
		private final Long id;

		@Transient
		private boolean saved;

		Note(Long id) {
			this.id = id;
		}

		@Override
		public Long getId() {
			return this.id;
		}

		@Override
		public boolean isNew() {
			return !this.saved;
		}

	}

	@Table("purchase")
	static class Whole {

		@Id
		private @Nullable Long id;

		@MappedCollection(idColumn = "purchase")
		private Set<Part> parts = Set.of();

	}

	@Table("part")
	static class Part {

		@Id
		private @Nullable Long id;

		private final String name;

		Part(String name) {
			this.name = name;
		}

	}

	interface Wholes extends ListCrudRepository<Whole, Long> {

	}

	interface Notes extends ListCrudRepository<Note, Long> {

	}

	interface Receipts extends ListCrudRepository<Receipt, Long> {

	}

	interface Purchases extends ListCrudRepository<Purchase, Long> {

		Optional<Purchase> findByCustomer(String customer);

		@Transactional
		Purchase getNext();

		default boolean isKnown(String customer) {
			return findByCustomer(customer).isPresent();
		}

		@Modifying
		@Query("insert into purchase (customer) values (:customer)")
		void insert(String customer);

	}

}
