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

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.SocketFactoryFactory;

/**
 * A driver whose connections answer at once, and always the same. HikariCP creates it by
 * its class name. It has its sockets made as PostgreSQL's driver has, but never connects
 * them: what is below them is not measured.
 *
 * @since 0.1.0
 */
public final class StubDriver implements Driver {

	/**
	 * The URL, which looks to everybody as if PostgreSQL were behind it.
	 */
	public static final String URL = "jdbc:postgresql://stub/benchmark";

	@Override
	public boolean acceptsURL(String url) {
		return url.startsWith(URL);
	}

	@Override
	public @Nullable Connection connect(String url, Properties properties) throws SQLException {
		if (!acceptsURL(url)) {
			return null;
		}
		try {
			return StubConnection.create(SocketFactoryFactory.getSocketFactory(properties).createSocket());
		}
		catch (IOException ex) {
			throw new SQLException("There is no socket", ex);
		}
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return 1;
	}

	@Override
	public int getMinorVersion() {
		return 0;
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException("There is nothing to log");
	}

}
