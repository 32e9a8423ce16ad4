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

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureReason;
import io.github.pgsteady.pool.Destination;

/**
 * Explains why no connection could be made: the words of the server, what they mean, and
 * what to do.
 *
 * @since 0.1.0
 */
public final class ConnectFailureExplanation {

	private final Remedies remedies = new Remedies();

	private final String platform;

	/**
	 * Create an explanation.
	 * @param platform the name of the provider that runs this, or {@code null} if none
	 * does
	 */
	public ConnectFailureExplanation(@Nullable String platform) {
		this.platform = (platform != null) ? platform : "";
	}

	/**
	 * Explain a failure. The finding has the name of the reason, or where that is not
	 * known the name of the class.
	 * @param dataSource the name of the DataSource, or {@code null}
	 * @param destination where it leads to
	 * @param failure what happened
	 * @return what was found
	 */
	public Finding explain(@Nullable String dataSource, Destination destination, Failure failure) {
		String what = "No connection to %s (%s)".formatted(destination, destination.endpoint());
		return new Finding(id(failure), Severity.WARNING, dataSource, what, outlook(failure), List.of(words(failure)),
				this.remedies.find(new ConnectFailure(dataSource, destination, failure), this.platform));
	}

	/**
	 * Return what the server, the driver or the network said.
	 * @param failure the failure
	 * @return their words, without credentials
	 */
	public static String words(Failure failure) {
		return ConnectFailureAnalyzer.words(failure);
	}

	private static String id(Failure failure) {
		FailureReason reason = failure.reason();
		return Remedies.id((reason != null) ? reason : failure.failureClass());
	}

	private static String outlook(Failure failure) {
		return "%s: %s".formatted(failure, failure.failureClass().isPassing() ? "it may pass by itself"
				: "it does not pass by itself, as far as is known");
	}

}
