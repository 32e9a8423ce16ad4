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
 * Why all connections of a pool are renewed.
 *
 * @since 0.1.0
 */
public enum EvictionReason {

	/**
	 * A connection was lost in a way that shows that the others are, too: the server was
	 * shut down, or an idle connection was dead.
	 */
	LOST,

	/**
	 * A connection has gone silent, and nothing comes back on any other.
	 */
	SILENT,

	/**
	 * A connection was lost while it committed, and the transaction was committed.
	 */
	COMMIT_LOST,

	/**
	 * The database can only be read.
	 */
	READ_ONLY,

	/**
	 * A pooler has lost prepared statements.
	 */
	PREPARED_STATEMENTS,

	/**
	 * The process stood still.
	 */
	STANDSTILL,

	/**
	 * Somebody asked for it.
	 */
	REQUESTED

}
