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

import org.jspecify.annotations.Nullable;

/**
 * Something in the application or its settings that does harm.
 *
 * @param id names what was found
 * @param severity how bad it is
 * @param dataSource the name of the DataSource bean that it is about, or {@code null} if
 * it is about the application
 * @param what what is the case
 * @param why what happens because of it
 * @param where the settings, methods, classes or whatever else it was found in
 * @param remedy what helps
 * @since 0.1.0
 */
public record Finding(String id, Severity severity, @Nullable String dataSource, String what, String why,
		List<String> where, String remedy) {

	/**
	 * Create a finding.
	 * @param id names what was found
	 * @param severity how bad it is
	 * @param dataSource the DataSource bean, or {@code null}
	 * @param what what is the case
	 * @param why what happens because of it
	 * @param where where it was found
	 * @param remedy what helps
	 */
	public Finding {
		where = List.copyOf(where);
	}

}
