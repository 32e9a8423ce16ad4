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

import java.io.IOException;
import java.sql.SQLException;

/**
 * Examines one stage.
 */
interface StageExamination {

	/**
	 * Return which stage this examines.
	 * @return the stage
	 */
	Stage getStage();

	/**
	 * Examine it.
	 * @param record what is known so far, which is added to
	 * @return what was seen
	 * @throws SQLException if the database says no, or nothing
	 * @throws IOException if the network does
	 */
	Observation examine(MedicalRecord record) throws SQLException, IOException;

}
