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

package io.github.pgsteady.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Queries on connections that are not in auto-commit mode.
 */
final class Transactions {

	private Transactions() {
	}

	/**
	 * Ask something in a transaction of its own.
	 * @param <T> the type of the answer
	 * @param connection the connection
	 * @param question the question
	 * @return the answer
	 * @throws SQLException if there is none
	 */
	static <T> T ask(Connection connection, Question<T> question) throws SQLException {
		T answer;
		try {
			answer = question.ask(connection);
		}
		catch (SQLException ex) {
			rollBack(connection, ex);
			throw ex;
		}
		// What a session is told in a transaction that is rolled back is forgotten
		connection.commit();
		return answer;
	}

	private static void rollBack(Connection connection, SQLException cause) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	static int backend(Connection connection) throws SQLException {
		return Integer.parseInt(Objects.requireNonNull(value(connection, "select pg_backend_pid()")));
	}

	/**
	 * Return the value in the first column of the first row.
	 * @param connection the connection
	 * @param sql the query
	 * @param parameters its parameters
	 * @return the value as text, or {@code null} if it is null, or there is no row
	 * @throws SQLException if it fails
	 */
	static @Nullable String value(Connection connection, String sql, Object... parameters) throws SQLException {
		List<@Nullable String> row = rows(connection, sql, parameters).stream().findFirst().orElse(List.of());
		return row.isEmpty() ? null : row.get(0);
	}

	static List<List<@Nullable String>> rows(Connection connection, String sql, Object... parameters)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			try (ResultSet result = statement.executeQuery()) {
				return read(result);
			}
		}
	}

	private static List<List<@Nullable String>> read(ResultSet result) throws SQLException {
		List<List<@Nullable String>> rows = new ArrayList<>();
		int columns = result.getMetaData().getColumnCount();
		while (result.next()) {
			List<@Nullable String> row = new ArrayList<>();
			for (int i = 1; i <= columns; i++) {
				row.add(result.getString(i));
			}
			rows.add(row);
		}
		return rows;
	}

	/**
	 * Something to ask.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Question<T> {

		T ask(Connection connection) throws SQLException;

	}

}
