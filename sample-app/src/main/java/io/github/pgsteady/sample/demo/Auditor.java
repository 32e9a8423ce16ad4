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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.UUID;

/**
 * Counts the orders of a side in the database.
 */
class Auditor {

	// What ended so many orders ago has settled, and is not read again
	private static final int SETTLED = 20_000;

	private static final String COUNT = "SELECT count(*) FROM demo_order WHERE run = ? AND side = ?";

	private static final String NUMBERS = "SELECT number FROM demo_order WHERE run = ? AND side = ? AND number >= ?";

	private final UUID run;

	private final SideName side;

	private final OrderBook book;

	private final BitSet seen = new BitSet();

	private final BitSet seenAgain = new BitSet();

	private long answeredBefore = -1;

	private volatile Integrity integrity = Integrity.NOTHING;

	Auditor(UUID run, SideName side, OrderBook book) {
		this.run = run;
		this.side = side;
		this.book = book;
	}

	/**
	 * Return whether anything has been told since the last time: who keeps still lets the
	 * database sleep.
	 * @return whether there is something to count
	 */
	boolean hasNews() {
		return this.book.answered() != this.answeredBefore;
	}

	/**
	 * Count.
	 * @param connection a connection to the database
	 * @throws SQLException if the database cannot be asked
	 */
	void examine(Connection connection) throws SQLException {
		long answered = this.book.answered();
		// First what users were told, then what is there: whatever comes in between is
		// there
		BitSet acknowledged = this.book.get(CallOutcome.SUCCEEDED);
		BitSet failed = this.book.get(CallOutcome.FAILED);
		readNumbers(connection, Math.max(0, acknowledged.length() - SETTLED));
		long stored = count(connection);
		BitSet missing = (BitSet) acknowledged.clone();
		missing.andNot(this.seen);
		failed.and(this.seen);
		this.integrity = new Integrity(acknowledged.cardinality(), stored, missing.cardinality(),
				this.seenAgain.cardinality(), failed.cardinality());
		this.answeredBefore = answered;
	}

	private void readNumbers(Connection connection, int from) throws SQLException {
		BitSet found = new BitSet();
		try (PreparedStatement statement = connection.prepareStatement(NUMBERS)) {
			statement.setObject(1, this.run);
			statement.setString(2, this.side.id());
			statement.setInt(3, from);
			try (ResultSet numbers = statement.executeQuery()) {
				while (numbers.next()) {
					int number = numbers.getInt(1);
					(found.get(number) ? this.seenAgain : found).set(number);
				}
			}
		}
		// An order that has gone again is missing, too
		this.seen.clear(from, Math.max(from, this.seen.length()));
		this.seen.or(found);
	}

	private long count(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
			statement.setObject(1, this.run);
			statement.setString(2, this.side.id());
			try (ResultSet count = statement.executeQuery()) {
				count.next();
				return count.getLong(1);
			}
		}
	}

	Integrity getIntegrity() {
		return this.integrity;
	}

}
