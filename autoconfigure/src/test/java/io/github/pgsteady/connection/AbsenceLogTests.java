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
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.pgsteady.failure.FailureClassifiers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AbsenceLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AbsenceLogTests {

	// System.nanoTime() may be negative
	private final AtomicLong now = new AtomicLong(-1);

	private final AbsenceLog log = new AbsenceLog("test", this.now::get);

	@Test
	void eachKindIsToldOnceInAMinute(CapturedOutput output) {
		for (int second = 0; second < 120; second++) {
			fail("57P03", "starting up");
			fail("08001", "refused");
			this.log.connected();
			this.now.addAndGet(Duration.ofSeconds(1).toNanos());
		}
		assertThat(output.toString().split("starting up", -1)).hasSize(3);
		assertThat(output.toString().split("refused", -1)).hasSize(3);
	}

	@Test
	void absenceThatWasNotToldHasNoEnd(CapturedOutput output) {
		this.log.connected();
		assertThat(output).doesNotContain("is there");
		fail("57P03", "starting up");
		this.now.addAndGet(Duration.ofSeconds(2).toNanos());
		this.log.connected();
		assertThat(output).containsOnlyOnce("The database of 'test' is there, after 2.0 s");
		fail("57P03", "starting up");
		this.log.connected();
		assertThat(output).containsOnlyOnce("The database of 'test' is there");
	}

	@Test
	void kindsThatAreInventedDoNotFillTheMemory(CapturedOutput output) {
		for (int i = 0; i < AbsenceLog.MAXIMUM_KINDS + 1; i++) {
			fail("A" + (1000 + i), "invented");
		}
		// The first was forgotten
		fail("A1000", "once more");
		fail("A1020", "not again");
		assertThat(output).contains("once more").doesNotContain("not again");
	}

	@Test
	void startThatWaitsSaysSo(CapturedOutput output) {
		fail("57P03", "starting up", Duration.ofSeconds(60));
		assertThat(output).contains("The database of 'test' is not there (WAKING (57P03): starting up); "
				+ "waiting for up to 60 s ('pgsteady.startup.wait')");
	}

	@Test
	void longWordsAreCutShort(CapturedOutput output) {
		fail("57P03", "x".repeat(500) + "y\nHint");
		fail("08001", null);
		assertThat(output).contains("xxx…)").doesNotContain("xy").doesNotContain("Hint").contains("08001): )");
	}

	private void fail(String sqlState, @Nullable String words) {
		fail(sqlState, words, null);
	}

	private void fail(String sqlState, @Nullable String words, @Nullable Duration waiting) {
		SQLException exception = new SQLException(words, sqlState);
		this.log.failed(FailureClassifiers.builtIn().classify(exception), exception, waiting);
	}

}
