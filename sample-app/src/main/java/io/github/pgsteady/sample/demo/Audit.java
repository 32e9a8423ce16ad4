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

package io.github.pgsteady.sample.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts the orders in the database from time to time, where possible past the network
 * that is broken.
 */
class Audit {

	private static final Log logger = LogFactory.getLog(Audit.class);

	private final List<Side> sides;

	private final Connector connector;

	Audit(List<Side> sides, Connector connector) {
		this.sides = sides;
		this.connector = connector;
	}

	void run() {
		List<Auditor> auditors = this.sides.stream().map(Side::auditor).filter(Auditor::hasNews).toList();
		if (auditors.isEmpty()) {
			return;
		}
		try (Connection connection = this.connector.connect()) {
			for (Auditor auditor : auditors) {
				auditor.examine(connection);
			}
		}
		catch (SQLException ex) {
			// It is away; the next time tells
			logger.debug(ex);
		}
	}

	/**
	 * Where connections come from.
	 */
	@FunctionalInterface
	interface Connector {

		Connection connect() throws SQLException;

	}

}
