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

package io.github.pgsteady.simulator.spring;

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Provider;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SimulatedPostgres} on tests of Spring Boot, with nothing but what an
 * application has.
 */
@Tag("smoke")
@SpringBootTest(classes = SpringBootIntegrationTests.Application.class)
@SimulatedPostgres(Provider.NEON)
class SpringBootIntegrationTests {

	@Autowired
	private HikariDataSource dataSource;

	@Autowired
	private JdbcTemplate jdbcTemplate;

	@Autowired
	private TransactionTemplate transactionTemplate;

	@BeforeEach
	void createTable() {
		this.jdbcTemplate.execute("create table if not exists note (text text)");
	}

	@RepeatedTest(2)
	void applicationUsesTheSimulation(Neon neon) {
		this.jdbcTemplate.execute("truncate note");
		this.jdbcTemplate.update("insert into note values ('hello')");
		assertThat(neon.queryForLong("select count(*) from note")).isOne();
		assertThat(neon.getProxy().getLinks()).isNotEmpty();
	}

	@Test
	void lostCommitIsThere(Neon neon) {
		this.jdbcTemplate.execute("truncate note");
		neon.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> this.transactionTemplate
			.executeWithoutResult((status) -> this.jdbcTemplate.update("insert into note values ('hello')")));
		assertThat(neon.queryForLong("select count(*) from note")).isOne();
	}

	@Test
	void suspensionIsFelt(Neon neon) {
		this.jdbcTemplate.execute((ConnectionCallback<Void>) (connection) -> {
			assertThat(connection.isValid(5)).isTrue();
			neon.suspend();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> connection.createStatement().execute("select 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
			return null;
		});
		// The others have gone as well, and the next test must not get one of them
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
	}

	@Test
	void applicationIsClosedWithItsClass() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectClass(OtherTests.class))
			.execute()
			.testEvents()
			.assertStatistics((statistics) -> statistics.succeeded(1));
		assertThat(OtherTests.pool.isClosed()).isTrue();
		assertThat(OtherTests.simulation.getServer().isRunning()).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootTest(classes = Application.class)
	@SimulatedPostgres
	static class OtherTests {

		static HikariDataSource pool;

		static PostgresSimulation simulation;

		@Test
		void serverIsAnotherOne(PostgresSimulation postgres, @Autowired DataSource dataSource) throws Exception {
			pool = dataSource.unwrap(HikariDataSource.class);
			simulation = postgres;
			pool.getConnection().close();
			assertThat(pool.getJdbcUrl()).isEqualTo(postgres.getJdbcUrl());
		}

	}

	@Nested
	class NestedTests {

		@Test
		void applicationIsTheOneAround(Neon neon, @Autowired JdbcTemplate nested) {
			assertThat(nested).isSameAs(SpringBootIntegrationTests.this.jdbcTemplate);
			assertThat(neon.queryForLong("select count(*) from pg_class where relname = 'note'")).isOne();
		}

	}

}
