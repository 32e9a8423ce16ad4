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

import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.Endpoint;

/**
 * Tells what was understood of the URL. What the settings alone show is found here as
 * well.
 */
final class UrlStage implements StageExamination {

	@Override
	public Stage getStage() {
		return Stage.URL;
	}

	@Override
	public Observation examine(MedicalRecord record) {
		Subject subject = record.getSubject();
		Detection detection = subject.detection();
		Endpoint endpoint = subject.endpoint();
		String database = subject.database();
		String summary = "%s: %s%s".formatted(subject.source(), subject.destination(),
				(database != null) ? ", database '" + database + "'" : "");
		return Observation.of(subject.warnings().isEmpty() ? Verdict.PASSED : Verdict.NOTICED, summary)
			.detail("%s%s: %s".formatted(endpoint, detection.maySleep() ? ", may sleep" : "", detection.getReason()))
			.details(subject.warnings())
			.fact("host", subject.host())
			.fact("port", subject.destination().port())
			.fact("database", database)
			.fact("provider", detection.getProvider())
			.fact("endpoint", endpoint.kind().getId())
			.fact("privateNetwork", endpoint.privateNetwork())
			.fact("maySleep", detection.maySleep())
			.fact("sslmode", subject.sslmode());
	}

}
