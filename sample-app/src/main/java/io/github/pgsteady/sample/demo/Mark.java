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

import org.jspecify.annotations.Nullable;

/**
 * When something was done to the database.
 *
 * @param id a number
 * @param trouble what
 * @param label what, for readers
 * @param begin when it began
 * @param end when it was over, if it is
 */
record Mark(long id, String trouble, String label, long begin, @Nullable Long end) {

	Mark endedAt(long time) {
		return new Mark(this.id, this.trouble, this.label, this.begin, time);
	}

}
