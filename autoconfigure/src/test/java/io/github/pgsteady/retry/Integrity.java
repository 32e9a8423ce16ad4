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

package io.github.pgsteady.retry;

import org.jspecify.annotations.Nullable;

/**
 * Remembers that a write was lost or doubled, for as long as the JVM lives: a test that
 * fails is run once more, and this must not be forgiven because it went well then.
 */
public final class Integrity {

	private static volatile @Nullable AssertionError violation;

	private Integrity() {
	}

	/**
	 * Assert what the database holds.
	 * @param assertions the assertions
	 */
	public static void check(Runnable assertions) {
		AssertionError former = violation;
		if (former != null) {
			throw former;
		}
		try {
			assertions.run();
		}
		catch (AssertionError ex) {
			violation = ex;
			throw ex;
		}
	}

}
