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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * An application that writes by JDBC.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { DataJpaRepositoriesAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
@EnableJdbcRepositories(considerNestedRepositories = true,
		includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = JdbcLedgerConfiguration.Entries.class))
@Import({ JdbcLedgerConfiguration.JdbcLedger.class, JdbcLedgerConfiguration.JdbcLedgerService.class })
class JdbcLedgerConfiguration {

	@Repository
	static class JdbcLedger {

		private final JdbcClient jdbc;

		JdbcLedger(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void add(String key) {
			insert(key);
			this.jdbc.sql("select count(*) from ledger where business_key = ?").param(key).query(Long.class).single();
		}

		void insert(String key) {
			this.jdbc.sql("insert into ledger (business_key) values (?)").param(key).update();
		}

	}

	@Service
	static class JdbcLedgerService {

		private final JdbcLedger ledger;

		private final Entries entries;

		JdbcLedgerService(JdbcLedger ledger, Entries entries) {
			this.ledger = ledger;
			this.entries = entries;
		}

		@Transactional
		void addBoth(String debit, String credit) {
			this.ledger.insert(debit);
			this.ledger.insert(credit);
		}

		@Transactional
		void saveBoth(Entry debit, Entry credit) {
			this.entries.save(debit);
			this.entries.save(credit);
		}

	}

	interface Entries extends CrudRepository<Entry, Long> {

	}

	/**
	 * An aggregate whose identity Spring Data JDBC sets.
	 */
	@Table("ledger")
	static class Entry {

		@Id
		private @Nullable Long id;

		private final String businessKey;

		Entry(String businessKey) {
			this.businessKey = businessKey;
		}

		@Nullable Long getId() {
			return this.id;
		}

		void setId(@Nullable Long id) {
			this.id = id;
		}

		String getBusinessKey() {
			return this.businessKey;
		}

	}

}
