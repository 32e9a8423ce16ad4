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

/**
 * What users were told, held against what the database has.
 *
 * @param acknowledged orders that users believe to be placed
 * @param stored orders in the database
 * @param missing orders that were acknowledged and are not there
 * @param doubled orders that are there more than once
 * @param denied orders of which users were told that they failed, and which are there
 */
record Integrity(long acknowledged, long stored, long missing, long doubled, long denied) {

	static final Integrity NOTHING = new Integrity(0, 0, 0, 0, 0);

}
