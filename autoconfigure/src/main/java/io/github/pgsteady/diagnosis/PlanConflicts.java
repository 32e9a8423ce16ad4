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

import io.github.pgsteady.pool.TunedPool;

/**
 * Tells of what did not fit together when the pool was tuned.
 */
final class PlanConflicts implements SinglePoolCheck {

	static final String ID = "settings-conflict";

	@Override
	public @Nullable Finding check(TunedPool pool) {
		List<String> conflicts = pool.getPlan().findings();
		return conflicts.isEmpty() ? null
				: new Finding(ID, Severity.WARNING, pool.getName(), "Settings do not go together",
						"Some of them have no effect, or another one than was meant", conflicts,
						"Remove what is not needed: without settings of your own, they fit");
	}

}
