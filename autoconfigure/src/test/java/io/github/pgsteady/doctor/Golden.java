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

import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * Makes what was printed comparable: what differs from run to run has a name.
 */
final class Golden {

	private Golden() {
	}

	static String normalise(String text, PostgresSimulation postgres, int port) {
		return text.replace("127.0.0.1:" + port, "127.0.0.1:PORT")
			.replaceAll("(port:? ?\"?:?)" + port, "$1PORT")
			.replace(postgres.getDatabase(), "DATABASE")
			.replaceAll("\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\dZ)?", "DATE")
			.replaceAll("\\d+\\.\\d ms", "TIME")
			.replaceAll(" +\\d+ m?s  ", " TIME  ")
			.replaceAll("took \\d+ m?s", "took TIME")
			.replaceAll("((m|M)(illi|icro)seconds\"?: ?)\\d+", "$1NUMBER");
	}

}
