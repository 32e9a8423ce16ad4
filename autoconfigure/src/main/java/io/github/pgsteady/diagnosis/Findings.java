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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What was found when the application was examined. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Findings {

	private volatile @Nullable List<Finding> all;

	Findings() {
	}

	/**
	 * Return whether the examination has ended. It begins when the application is ready,
	 * and takes some milliseconds.
	 * @return whether it has
	 */
	public boolean isComplete() {
		return this.all != null;
	}

	/**
	 * Return what was found.
	 * @return the findings; none before the examination has ended
	 */
	public List<Finding> getAll() {
		return Objects.requireNonNullElse(this.all, List.of());
	}

	void set(List<Finding> findings) {
		this.all = List.copyOf(findings);
	}

}
