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

package io.github.pgsteady.diagnosis;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.UtilityElf;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.github.pgsteady.pool.TunedPool;

/**
 * Finds settings that change the session of a connection, where a pooler shares the
 * sessions.
 */
final class SessionStateThroughPooler implements SinglePoolCheck {

	// An old habit that only tests the connection
	private static final Pattern TEST_QUERY = Pattern.compile("\\s*select\\s+1\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

	private static final String USUAL_SCHEMA = "public";

	@Override
	public @Nullable Finding check(TunedPool pool) {
		List<String> where = pool.isThroughTransactionPooler() ? where(pool) : List.of();
		return where.isEmpty() ? null : new Finding("session-state-through-pooler", Severity.WARNING, pool.getName(),
				"Connections get session settings, through a transaction pooler",
				"The settings reach one of the sessions that the pooler shares, and from then on whoever gets that "
						+ "one; the next transaction of this connection may run without. Parameters of the start are "
						+ "refused or dropped",
				where, "Set them for the role or the database (alter role ... set ...), or use the direct endpoint");
	}

	// Without the values, which may hold anything
	private static List<String> where(TunedPool pool) {
		HikariConfig config = pool.getConfig();
		List<String> where = new ArrayList<>();
		String sql = config.getConnectionInitSql();
		if (StringUtils.hasText(sql) && !TEST_QUERY.matcher(sql).matches()) {
			where.add("connection-init-sql");
		}
		if (isUnusual(config.getSchema())) {
			where.add("schema");
		}
		// HikariCP sets it only where it is not what the server has anyway
		String isolation = config.getTransactionIsolation();
		if (StringUtils.hasText(isolation)
				&& UtilityElf.getTransactionIsolation(isolation) != Connection.TRANSACTION_READ_COMMITTED) {
			where.add("transaction-isolation");
		}
		if (isUnusual(pool.getDriverParameter("currentSchema"))) {
			where.add("currentSchema");
		}
		String options = pool.getDriverParameter("options");
		if (StringUtils.hasText(options) && !isForProxy(options)) {
			where.add("options");
		}
		return where;
	}

	private static boolean isUnusual(@Nullable String schema) {
		return StringUtils.hasText(schema) && !USUAL_SCHEMA.equals(schema);
	}

	// Which database is meant, where the driver cannot say so otherwise
	private static boolean isForProxy(String options) {
		return options.startsWith("reference=") || options.startsWith("endpoint=") || options.startsWith("project=");
	}

}
