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

package io.github.pgsteady.connection;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * A prepared statement that tells its connection what is sent, answered and failed.
 */
final class RecordingPreparedStatement extends PreparedStatementDelegate {

	private final StatementKind kind;

	RecordingPreparedStatement(RecordingConnection connection, PreparedStatement statement, StatementKind kind) {
		super(connection, statement);
		this.kind = kind;
	}

	@Override
	public ResultSet executeQuery() throws SQLException {
		return run(this.kind, super::executeQuery);
	}

	@Override
	public int executeUpdate() throws SQLException {
		return run(this.kind, super::executeUpdate);
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		return run(this.kind, super::executeLargeUpdate);
	}

	@Override
	public boolean execute() throws SQLException {
		return run(this.kind, super::execute);
	}

	// These two ask the server for the types

	@Override
	public ResultSetMetaData getMetaData() throws SQLException {
		return describe(super::getMetaData);
	}

	@Override
	public ParameterMetaData getParameterMetaData() throws SQLException {
		return describe(super::getParameterMetaData);
	}

	@Override
	public void addBatch() throws SQLException {
		super.addBatch();
		addToBatch(this.kind);
	}

}
