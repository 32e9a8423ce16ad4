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

package io.github.pgsteady.diagnosis;

import java.util.List;

/**
 * Something in the application that does harm, found when it had started.
 *
 * @param id names what was found
 * @param certain whether it is certain to do harm, as far as can be seen
 * @param what what happens because of it
 * @param where the methods, classes or whatever else it was found in
 * @param remedy what helps
 * @since 0.1.0
 */
public record Finding(String id, boolean certain, String what, List<String> where, String remedy) {

	public Finding {
		where = List.copyOf(where);
	}

}
