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

package io.github.pgsteady.pool;

/**
 * Thrown when the URL of a pool is none that JDBC can use. It does not show the URL,
 * which usually has the password in it.
 *
 * @since 0.1.0
 */
public class UnusableUrlException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String dataSource;

	UnusableUrlException(String dataSource) {
		super(("DataSource '%s' has a URL that JDBC cannot use, perhaps one as libpq has it, and needs one like "
				+ "jdbc:postgresql://host:5432/database, with user and password in properties of their own")
			.formatted(dataSource));
		this.dataSource = dataSource;
	}

	/**
	 * Return the name of the DataSource.
	 * @return the name of its bean
	 */
	public String getDataSource() {
		return this.dataSource;
	}

}
