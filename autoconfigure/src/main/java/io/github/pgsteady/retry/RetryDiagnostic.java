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

package io.github.pgsteady.retry;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Says why a call was not repeated, or no more, as a suppressed exception of the one that
 * the caller gets. It has no stack trace.
 *
 * @since 0.1.0
 */
public final class RetryDiagnostic extends Exception {

	private static final long serialVersionUID = 1L;

	// What the exception itself says, or what the user has said
	private static final Set<RetryRefusal> PLAIN = EnumSet.of(RetryRefusal.LASTING, RetryRefusal.SATURATED,
			RetryRefusal.DECLARED, RetryRefusal.CLOSED_BY_APPLICATION);

	private RetryDiagnostic(String message) {
		super(message, null, false, false);
	}

	static void explain(Throwable thrown, Decision decision, int retries) {
		RetryRefusal refusal = decision.refusal();
		if (refusal == null || (retries == 0 && PLAIN.contains(refusal))) {
			return;
		}
		String times = (retries > 0) ? "Repeated %s time(s), and no more: ".formatted(retries) : "Not repeated: ";
		thrown.addSuppressed(new RetryDiagnostic(times + reason(refusal)));
	}

	private static String reason(RetryRefusal refusal) {
		return switch (refusal) {
			case BODY_HAS_RUN -> "the body of the method has run, and may have had effects elsewhere "
					+ "('pgsteady.retry.transactional-methods', @DatabaseRetry)";
			case COMMITTED -> "a part of it has been committed";
			case ENTITY_CHANGED -> "the failed attempt has changed an entity in a way that cannot be undone";
			case SHARED_PERSISTENCE_CONTEXT -> "the persistence context is not its own ('spring.jpa.open-in-view')";
			case SHARED_CONNECTION -> "the lost connection is not its own, but of a method around it (SUPPORTS)";
			case MAX_RETRIES -> "'max-retries'";
			case DEADLINE -> "there is no time left ('deadline')";
			case BUDGET -> "there have been too many retries of other calls ('pgsteady.retry.budget')";
			case AWAY -> "the database is away";
			case INTERRUPTED -> "the thread was interrupted, or the application ends";
			default -> refusal.name().toLowerCase(Locale.ROOT).replace('_', ' ');
		};
	}

}
