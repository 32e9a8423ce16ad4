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

import java.util.Locale;

/**
 * What can be done to the database.
 */
enum Trouble {

	KILL("Kill all connections", "The server ends every session, as at a fail-over"),

	RESTART("Restart the database", "As at an update: every session ends, and for a moment nobody is there"),

	SLEEP("Put it to sleep", "The compute is suspended; who connects wakes it up"),

	STALL("Stall the network", "Every open connection goes silent, for ever and without a word; new ones work"),

	REFUSE("Refuse connections", "Every connection is reset, and none is taken for 10 s"),

	LIMIT("Fill up the connection limit", "Others have taken all connections for 5 s, yours are gone"),

	COMMIT("Cut the reply of the next COMMIT", "It is committed, and the application does not hear of it");

	private final String label;

	private final String explanation;

	Trouble(String label, String explanation) {
		this.label = label;
		this.explanation = explanation;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	String label() {
		return this.label;
	}

	String explanation() {
		return this.explanation;
	}

}
