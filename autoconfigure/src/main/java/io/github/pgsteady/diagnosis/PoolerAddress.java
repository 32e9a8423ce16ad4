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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.TunedPool;

/**
 * Where the pooler is of a database that a pool leads to directly.
 */
final class PoolerAddress {

	// https://neon.com/docs/connect/connection-pooling
	private static final Pattern NEON = Pattern.compile("(ep-[^.]+?)(?<!-pooler)(\\..+\\.neon\\.tech)");

	// https://supabase.com/docs/guides/database/connecting-to-postgres
	private static final Pattern SUPABASE = Pattern.compile("db\\.([a-z0-9]+)\\.supabase\\.co");

	private PoolerAddress() {
	}

	static String of(TunedPool pool) {
		Destination destination = pool.getDestination();
		String host = (destination != null) ? destination.host() : "";
		Matcher neon = NEON.matcher(host);
		if (neon.matches()) {
			return "the same URL with the host '%s-pooler%s'".formatted(neon.group(1), neon.group(2));
		}
		Matcher supabase = SUPABASE.matcher(host);
		if (supabase.matches()) {
			return "the URL of the transaction pooler in the dashboard (Connect), port 6543, with the user "
					+ "'postgres.%s'".formatted(supabase.group(1));
		}
		return "PgBouncer in transaction mode, and its address in place of '%s'".formatted(destination);
	}

}
