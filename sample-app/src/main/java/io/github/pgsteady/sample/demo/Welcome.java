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

import java.util.List;

/**
 * What a page is told first.
 *
 * @param database the name of what is behind
 * @param simulated whether it can be broken
 * @param troubles how
 * @param marks what was done to it already
 * @param controls what was set
 * @param maxRate the most orders in a second
 * @param seconds how many seconds there are to show
 * @param ticks the last seconds
 */
record Welcome(String database, boolean simulated, List<TroubleButton> troubles, List<Mark> marks, Controls controls,
		int maxRate, int seconds, List<Tick> ticks) {

	/**
	 * A button of the page.
	 *
	 * @param id its name
	 * @param label what stands on it
	 * @param explanation what it does
	 */
	record TroubleButton(String id, String label, String explanation) {

		static TroubleButton of(Trouble trouble) {
			return new TroubleButton(trouble.id(), trouble.label(), trouble.explanation());
		}

	}

}
