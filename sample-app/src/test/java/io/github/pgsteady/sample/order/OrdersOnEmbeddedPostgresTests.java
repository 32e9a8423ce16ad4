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

package io.github.pgsteady.sample.order;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application on the server that it starts by itself, whatever database the
 * shell that runs them has been given.
 */
@TestPropertySource(properties = "DATABASE_URL=")
class OrdersOnEmbeddedPostgresTests extends AbstractOrdersTests {

	@Test
	void databaseIsTheEmbeddedServer(@Autowired EmbeddedPostgres postgres, @Autowired JdbcClient jdbcClient) {
		assertThat(setting(jdbcClient, "port")).isEqualTo(Integer.toString(postgres.getPort()));
		assertThat(setting(jdbcClient, "server_version")).startsWith("18.");
	}

	@Test
	void commitIsSynchronous(@Autowired JdbcClient jdbcClient) {
		assertThat(setting(jdbcClient, "synchronous_commit")).isEqualTo("on");
	}

	private String setting(JdbcClient jdbcClient, String name) {
		return jdbcClient.sql("SELECT current_setting(?)").param(name).query(String.class).single();
	}

}
