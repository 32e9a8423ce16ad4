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

package io.github.pgsteady.benchmark.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Answers for a connection, for its only statement, and for the only result of that,
 * which has one row of one column. What is not said here does nothing, and returns
 * nothing, 0 or {@code false}.
 */
final class StubConnection implements InvocationHandler {

	private final PreparedStatement statement = proxy(PreparedStatement.class);

	private final ResultSet result = proxy(ResultSet.class);

	private final ResultSetMetaData metaData = proxy(ResultSetMetaData.class);

	private boolean autoCommit = true;

	private boolean atRow;

	// A driver has one in any case
	@SuppressWarnings("unused")
	private final Socket socket;

	private StubConnection(Socket socket) {
		this.socket = socket;
	}

	static Connection create(Socket socket) {
		return new StubConnection(socket).proxy(Connection.class);
	}

	private <T> T proxy(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type }, this));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws SQLException {
		return switch (method.getName()) {
			case "prepareStatement", "createStatement" -> this.statement;
			case "executeQuery", "getGeneratedKeys" -> result();
			case "executeUpdate", "getInt", "getColumnCount" -> 1;
			case "getLong" -> 1L;
			case "getString" -> "stub";
			case "getMetaData" -> (method.getReturnType() == ResultSetMetaData.class) ? this.metaData : null;
			case "isValid" -> true;
			case "next" -> next();
			case "setAutoCommit" -> setAutoCommit(arguments);
			case "getAutoCommit" -> this.autoCommit;
			case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
			case "unwrap" -> throw new SQLException("There is nothing else in a stub");
			case "equals" -> arguments != null && proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "stub";
			default -> nothing(method.getReturnType());
		};
	}

	private @Nullable Object setAutoCommit(Object @Nullable [] arguments) {
		this.autoCommit = arguments != null && Boolean.TRUE.equals(arguments[0]);
		return null;
	}

	private ResultSet result() {
		this.atRow = false;
		return this.result;
	}

	// There is one row
	private boolean next() {
		this.atRow = !this.atRow;
		return this.atRow;
	}

	private static @Nullable Object nothing(Class<?> type) {
		if (type == boolean.class) {
			return false;
		}
		if (type == long.class) {
			return 0L;
		}
		return (type == int.class) ? 0 : null;
	}

}
