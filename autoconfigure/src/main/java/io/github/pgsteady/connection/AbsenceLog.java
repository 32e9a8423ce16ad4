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

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.failure.Failure;

/**
 * Tells that a database is not there, in the words of whoever refused, and that it is
 * there again. The pool tells of the first much later, or not at all. Where connections
 * come and go, it must not fill the log: each kind of failure is told once in a minute.
 */
final class AbsenceLog {

	static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

	// Whoever is at the other end chooses SQLSTATEs as it likes
	static final int MAXIMUM_KINDS = 20;

	private static final int LONGEST_WORDS = 500;

	private static final Log logger = LogFactory.getLog(AbsenceLog.class);

	private final String dataSource;

	private final LongSupplier nanoTime;

	// The one that was told last at the end
	private final Map<String, Long> told = new LinkedHashMap<>();

	private @Nullable Long absentSince;

	private boolean absenceTold;

	AbsenceLog(String dataSource, LongSupplier nanoTime) {
		this.dataSource = dataSource;
		this.nanoTime = nanoTime;
	}

	/**
	 * No connection could be made.
	 * @param failure why
	 * @param exception what the driver threw
	 * @param waiting for how long the start of the application waits, or {@code null} if
	 * nothing does
	 */
	synchronized void failed(Failure failure, SQLException exception, @Nullable Duration waiting) {
		long now = this.nanoTime.getAsLong();
		if (this.absentSince == null) {
			this.absentSince = now;
			this.absenceTold = false;
		}
		Long last = this.told.get(failure.toString());
		if (last != null && now - last < TOLD_AGAIN.toNanos()) {
			return;
		}
		this.told.remove(failure.toString());
		this.told.put(failure.toString(), now);
		if (this.told.size() > MAXIMUM_KINDS) {
			this.told.remove(this.told.keySet().iterator().next());
		}
		this.absenceTold = true;
		logger.warn("The database of '%s' is not there (%s: %s)%s".formatted(this.dataSource, failure, words(exception),
				(waiting != null) ? "; waiting for up to %s s ('pgsteady.startup.wait')".formatted(waiting.toSeconds())
						: ""));
	}

	/**
	 * A connection was made.
	 */
	synchronized void connected() {
		if (this.absentSince != null && this.absenceTold) {
			logger.info(String.format(Locale.ROOT, "The database of '%s' is there, after %.1f s", this.dataSource,
					(this.nanoTime.getAsLong() - this.absentSince) / 1e9));
		}
		this.absentSince = null;
	}

	private static String words(SQLException exception) {
		String line = (exception.getMessage() != null) ? exception.getMessage().lines().findFirst().orElse("") : "";
		return (line.length() > LONGEST_WORDS) ? line.substring(0, LONGEST_WORDS) + "…" : line;
	}

}
