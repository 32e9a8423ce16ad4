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

package io.github.pgsteady.simulator.server;

import java.time.Duration;

/**
 * Changes settings of a running server.
 */
final class Settings {

	private final Access access;

	Settings(Access access) {
		this.access = access;
	}

	static String milliseconds(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("A timeout is zero, for none, or more, not " + duration);
		}
		return Long.toString(duration.toMillis());
	}

	void set(String name, String value) {
		change("alter system set %s = %s".formatted(Sql.setting(name), Sql.literal(value)));
	}

	void reset(String name) {
		change("alter system reset %s".formatted(Sql.setting(name)));
	}

	// A new connection inherits what the server has read last: then, and only then, it
	// has the new value
	private void change(String sql) {
		String before = loaded();
		this.access.execute(sql);
		this.access.query("select pg_reload_conf()::text");
		Await.until(sql, () -> !loaded().equals(before));
	}

	private String loaded() {
		return this.access.query("select pg_conf_load_time()");
	}

}
