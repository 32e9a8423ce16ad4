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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was seen in a stage: the verdict, a sentence, what else there is to tell, and the
 * same as values for machines.
 */
final class Observation {

	private final Verdict verdict;

	private final String summary;

	private final List<String> details = new ArrayList<>();

	private final Map<String, Object> facts = new LinkedHashMap<>();

	private Observation(Verdict verdict, String summary) {
		this.verdict = verdict;
		this.summary = summary;
	}

	static Observation of(Verdict verdict, String summary) {
		return new Observation(verdict, summary);
	}

	static Observation passed(String summary) {
		return new Observation(Verdict.PASSED, summary);
	}

	static Observation noticed(String summary) {
		return new Observation(Verdict.NOTICED, summary);
	}

	static Observation failed(String summary) {
		return new Observation(Verdict.FAILED, summary);
	}

	static Observation skipped(String summary) {
		return new Observation(Verdict.SKIPPED, summary);
	}

	Observation detail(String detail) {
		this.details.add(detail);
		return this;
	}

	Observation details(List<String> details) {
		this.details.addAll(details);
		return this;
	}

	Observation fact(String name, @Nullable Object value) {
		if (value != null) {
			this.facts.put(name, value);
		}
		return this;
	}

	Verdict getVerdict() {
		return this.verdict;
	}

	String getSummary() {
		return this.summary;
	}

	List<String> getDetails() {
		return this.details;
	}

	Map<String, Object> getFacts() {
		return this.facts;
	}

}
