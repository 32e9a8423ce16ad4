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

package io.github.pgsteady.retry.schedule;

import java.util.List;

/**
 * A part of a call that is committed by itself, unless the call is a transaction.
 *
 * @param kind what it does
 * @param keys the keys that it writes
 * @param inner what is done within its transaction after its first write
 * @param caught whether the call goes on when it fails
 */
record Step(Kind kind, List<String> keys, List<Step> inner, boolean caught) {

	enum Kind {

		/**
		 * A query in auto-commit mode.
		 */
		READ,

		/**
		 * A query in a read-only transaction.
		 */
		READ_ONLY_TRANSACTION,

		/**
		 * An insertion in auto-commit mode.
		 */
		WRITE,

		/**
		 * A transaction, or a part of the one around it.
		 */
		TRANSACTION,

		/**
		 * A transaction of its own.
		 */
		NEW_TRANSACTION,

		/**
		 * An insertion in auto-commit mode, by a call within the call.
		 */
		CALL

	}

}
