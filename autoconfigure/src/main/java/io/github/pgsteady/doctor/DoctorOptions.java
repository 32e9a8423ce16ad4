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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What to examine beyond the usual.
 *
 * @param tables whether to look at tables and migrations
 * @param idle for how long to hold idle connections, {@code null} for not at all
 * @param instances how many instances of the application there are at the same time
 */
record DoctorOptions(boolean tables, @Nullable Duration idle, int instances) {

	/**
	 * One instance, and the one that a rolling deployment adds.
	 */
	static final int USUAL_INSTANCES = 2;

	static DoctorOptions usual() {
		return new DoctorOptions(false, null, USUAL_INSTANCES);
	}

}
