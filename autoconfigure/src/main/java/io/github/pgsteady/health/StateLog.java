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

package io.github.pgsteady.health;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how a database was found to be, and writes a line when it goes down, is down
 * for another reason, and is up again.
 */
final class StateLog {

	private static final Log logger = LogFactory.getLog(StateLog.class);

	private final String name;

	private @Nullable DatabaseState state;

	private Instant since = Instant.EPOCH;

	private Instant down = Instant.EPOCH;

	StateLog(String name) {
		this.name = name;
	}

	/**
	 * The database was found to be in a state.
	 * @param verdict how it is
	 * @param known for how long it is known to be so
	 * @return since when it is so
	 */
	synchronized Instant found(Verdict verdict, Duration known) {
		DatabaseState before = this.state;
		if (verdict.state() != before) {
			this.state = verdict.state();
			this.since = Instant.now().minus(known).truncatedTo(ChronoUnit.SECONDS);
			report(verdict, before == null || before.isUp());
		}
		return this.since;
	}

	private void report(Verdict verdict, boolean wasUp) {
		if (!verdict.state().isUp()) {
			if (wasUp) {
				this.down = this.since;
			}
			logger.warn("Health of '%s' is DOWN, %s: %s".formatted(this.name, verdict.state(), verdict.reason()));
		}
		else if (!wasUp) {
			Duration time = Duration.between(this.down, Instant.now());
			logger.info("Health of '%s' is UP again, after %s s".formatted(this.name, time.toSeconds()));
		}
		else {
			logger.debug("Health of '%s': %s".formatted(this.name, verdict.state()));
		}
	}

}
