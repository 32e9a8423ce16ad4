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

package io.github.pgsteady.url;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a database URL says, in the form that the driver understands.
 *
 * @param source the property, variable or argument that it was read from
 * @param jdbcUrl the URL for the driver, without credentials
 * @param address hosts and ports, fit for a log
 * @param database the database, or {@code null} if the URL names none
 * @param username the user, or {@code null}
 * @param password the password, or {@code null}
 * @param warnings what of the URL is not used, without values; usually none
 * @since 0.1.0
 */
public record ConnectionUrl(String source, String jdbcUrl, String address, @Nullable String database,
		@Nullable String username, @Nullable String password, List<String> warnings) {

	/**
	 * Create a URL.
	 * @param source where it was read from
	 * @param jdbcUrl the URL for the driver
	 * @param address hosts and ports
	 * @param database the database, or {@code null}
	 * @param username the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @param warnings what is not used
	 */
	public ConnectionUrl {
		warnings = List.copyOf(warnings);
	}

	// Not what a record prints
	@Override
	public String toString() {
		return this.source + ": " + this.address + ((this.database != null) ? "/" + this.database : "");
	}

}
