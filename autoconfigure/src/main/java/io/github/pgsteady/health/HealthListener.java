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

package io.github.pgsteady.health;

/**
 * Is told of each request for the health of a database, whether the database was asked
 * for it. Beans of this type are called on the thread of the request, and must not wait.
 *
 * @since 0.1.0
 */
public interface HealthListener {

	/**
	 * The database is asked.
	 * @param dataSource the name of the DataSource bean
	 */
	default void checkSent(String dataSource) {
	}

	/**
	 * The database is not asked.
	 * @param dataSource the name of the DataSource bean
	 * @param reason why it need not be, or must not
	 */
	default void checkSaved(String dataSource, SavedCheck reason) {
	}

}
