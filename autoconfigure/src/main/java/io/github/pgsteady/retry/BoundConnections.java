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

package io.github.pgsteady.retry;

import java.sql.SQLException;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Connections that stay with the thread between two attempts: not those of transactions
 * of the call, which have ended, but of a scope around it. A lost one would be used
 * again, and the caller told that it is closed instead of why.
 */
final class BoundConnections {

	private BoundConnections() {
	}

	static boolean isAnyLost() {
		return TransactionSynchronizationManager.getResourceMap()
			.values()
			.stream()
			.anyMatch((resource) -> resource instanceof ConnectionHolder holder && isLost(holder));
	}

	private static boolean isLost(ConnectionHolder holder) {
		try {
			return holder.getConnectionHandle() != null && holder.getConnection().isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

}
