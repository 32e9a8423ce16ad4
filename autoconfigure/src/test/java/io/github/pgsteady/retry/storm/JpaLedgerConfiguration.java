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

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * An application that writes by JPA.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataJdbcRepositoriesAutoConfiguration.class)
@EnableJpaRepositories(considerNestedRepositories = true,
		includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = JpaLedgerConfiguration.Payments.class))
@EntityScan(basePackageClasses = JpaLedgerConfiguration.class)
@Import(JpaLedgerConfiguration.JpaLedgerService.class)
class JpaLedgerConfiguration {

	@Service
	static class JpaLedgerService {

		private final EntityManager entityManager;

		JpaLedgerService(EntityManager entityManager) {
			this.entityManager = entityManager;
		}

		@Transactional
		void persistBoth(Posting debit, Posting credit) {
			this.entityManager.persist(debit);
			this.entityManager.persist(credit);
		}

	}

	interface Payments extends JpaRepository<Payment, Long> {

	}

	/**
	 * Gets its identity from the insertion.
	 */
	@Entity(name = "LedgerPayment")
	@Table(name = "ledger")
	static class Payment {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		private @Nullable Long id;

		@Column(name = "business_key")
		private @Nullable String businessKey;

		Payment() {
		}

		Payment(String businessKey) {
			this.businessKey = businessKey;
		}

	}

	/**
	 * Gets its identity before the insertion, which waits for {@code COMMIT}.
	 */
	@Entity(name = "Posting")
	@Table(name = "ledger")
	static class Posting {

		@Id
		@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ledger_id_seq")
		@SequenceGenerator(name = "ledger_id_seq", allocationSize = 1)
		private @Nullable Long id;

		@Column(name = "business_key")
		private @Nullable String businessKey;

		Posting() {
		}

		Posting(String businessKey) {
			this.businessKey = businessKey;
		}

	}

}
