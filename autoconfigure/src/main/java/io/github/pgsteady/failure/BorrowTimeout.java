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

package io.github.pgsteady.failure;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * That a pool had no connection to give in time. HikariCP gives the exception the
 * SQLSTATE and the cause of the last failure to connect or to validate, however long ago
 * that was, so these only count while the pool is empty.
 *
 * @param allInUse whether each connection of the pool was in use
 */
record BorrowTimeout(boolean allInUse) {

	private static final Pattern MESSAGE = Pattern.compile(
			"Connection is not available, request timed out after \\d+ms(?: \\(total=(\\d+), active=(\\d+),.*\\))?");

	static @Nullable BorrowTimeout of(SQLException exception) {
		if (!(exception instanceof SQLTransientConnectionException) || exception.getMessage() == null) {
			return null;
		}
		Matcher matcher = MESSAGE.matcher(exception.getMessage());
		if (!matcher.find()) {
			return null;
		}
		String total = matcher.group(1);
		return new BorrowTimeout(total != null && !total.equals("0") && total.equals(matcher.group(2)));
	}

}
