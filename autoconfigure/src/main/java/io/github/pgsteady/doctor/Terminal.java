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

import java.io.PrintStream;
import java.nio.charset.Charset;

import org.jspecify.annotations.Nullable;

/**
 * What text is written to, and what can be shown there.
 *
 * @param out where the report goes
 * @param progress where it is told that something goes on, or {@code null} for nowhere
 * @param charset how the text is encoded
 * @param colour whether colours can be shown
 */
record Terminal(PrintStream out, @Nullable PrintStream progress, Charset charset, boolean colour) {

	private static final String MARKS = "✓✗–→";

	/**
	 * Return whether only ASCII can be shown.
	 * @return whether marks are letters
	 */
	boolean isPlain() {
		return !this.charset.newEncoder().canEncode(MARKS);
	}

	String paint(String text, Verdict verdict) {
		if (!this.colour) {
			return text;
		}
		int colour = switch (verdict) {
			case PASSED -> 32;
			case NOTICED -> 33;
			case FAILED -> 31;
			case SKIPPED -> 90;
		};
		return "\u001b[%sm%s\u001b[0m".formatted(colour, text);
	}

	void print(String text) {
		this.out.write(text.getBytes(this.charset), 0, text.getBytes(this.charset).length);
		this.out.flush();
	}

}
