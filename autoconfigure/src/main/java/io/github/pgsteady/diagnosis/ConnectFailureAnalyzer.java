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

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.failure.FailureReason;
import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.url.UrlRedaction;

/**
 * Tells why an application that needs its database at the start has not got a connection,
 * and what to do about it, however deep the driver's exception is wrapped. Hibernate even
 * swallows it, and says that it knows no dialect.
 */
class ConnectFailureAnalyzer implements FailureAnalyzer {

	private static final String SWALLOWED = "Unable to determine Dialect without JDBC metadata";

	/**
	 * What nobody has but who tries to connect.
	 */
	private static final Set<FailureClass> CONNECTING = EnumSet.of(FailureClass.NEVER_REACHED, FailureClass.REFUSED,
			FailureClass.EXHAUSTED, FailureClass.WAKING);

	private static final Pattern URL = Pattern.compile("(jdbc:)?postgres(ql)?:\\S*", Pattern.CASE_INSENSITIVE);

	private static final Pattern BEFORE_HOST = Pattern.compile("[^\\s\"']+@");

	private final @Nullable ConnectFailures failures;

	private final Environment environment;

	private final Remedies remedies = new Remedies();

	ConnectFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.failures = ConnectFailures.of(beanFactory);
		this.environment = environment;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		return isEnabled(this.environment) ? analyzeConnect(failure) : null;
	}

	// There are no conditions on analyzers
	static boolean isEnabled(Environment environment) {
		return environment.getProperty("pgsteady.enabled", Boolean.class, true)
				&& environment.getProperty("pgsteady.diagnosis.enabled", Boolean.class, true);
	}

	private @Nullable FailureAnalysis analyzeConnect(Throwable failure) {
		ConnectFailure observed = (this.failures != null) ? this.failures.behind(failure) : null;
		if (observed != null) {
			return analysis("", observed, failure);
		}
		if (isSwallowed(failure)) {
			ConnectFailure last = (this.failures != null) ? this.failures.last() : null;
			return (last != null) ? analysis("Hibernate says '%s', and not why: ".formatted(SWALLOWED), last, failure)
					: null;
		}
		if (!isOfLogIn(failure)) {
			return null;
		}
		Failure classified = FailureClassifier.ofBuiltInRules().classify(failure);
		return CONNECTING.contains(classified.failureClass())
				? analysis("", new ConnectFailure(null, null, classified), failure) : null;
	}

	// Other databases have the same SQLSTATEs, and so have statements that are about
	// another database ('alter database', dblink): their remedies are others
	private static boolean isOfLogIn(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PSQLException && isOfLogIn(cause.getStackTrace())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfLogIn(StackTraceElement[] stackTrace) {
		return Arrays.stream(stackTrace).anyMatch((element) -> element.getClassName().equals(Driver.class.getName()));
	}

	private static boolean isSwallowed(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null && cause.getMessage().contains(SWALLOWED)) {
				return true;
			}
		}
		return false;
	}

	private FailureAnalysis analysis(String before, ConnectFailure failure, Throwable exception) {
		String dataSource = (failure.dataSource() != null) ? "DataSource '%s'".formatted(failure.dataSource())
				: "A DataSource";
		String where = (failure.destination() != null)
				? " to %s (%s)".formatted(failure.destination(), failure.destination().endpoint()) : "";
		String description = "%s%s has no connection%s.%n%n    %s%n%n%s".formatted(before, dataSource, where,
				words(failure.failure()), outlook(failure.failure()));
		return new FailureAnalysis(description, this.remedies.find(failure, platform()), exception);
	}

	private static String outlook(Failure failure) {
		String told = "This is a failure of class " + failure;
		if (failure.reason() == FailureReason.UNKNOWN_HOST) {
			return told + ": a host that cannot be found at the start is taken for a wrong one.";
		}
		if (failure.failureClass() == FailureClass.OTHER) {
			return told + ": nobody here knows whether it passes by itself, so it was not waited for.";
		}
		return failure.failureClass().isPassing()
				? told + ": it may pass, but did not in the time of 'pgsteady.startup.wait'."
				: told + ": it does not pass by itself.";
	}

	private String platform() {
		String platform = ProviderCatalog.from(this.environment).platform(this.environment);
		return (platform != null) ? platform : "";
	}

	/**
	 * Return what the server, the driver or the network said. A host that is none, since
	 * it has the credentials before it, is told by the last of them.
	 * @param failure the failure
	 * @return their words, without credentials
	 */
	static String words(Failure failure) {
		Throwable exception = failure.exception();
		String words = firstLine(exception);
		for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
			String more = firstLine(cause);
			if (cause.getCause() == null && !words.contains(more)) {
				words += " (" + cause.getClass().getSimpleName() + ": " + more + ")";
			}
		}
		return redact(words);
	}

	private static String firstLine(Throwable exception) {
		return (exception.getMessage() != null) ? exception.getMessage().lines().findFirst().orElse("")
				: exception.getClass().getSimpleName();
	}

	static String redact(String words) {
		String withoutUrls = URL.matcher(words).replaceAll(ConnectFailureAnalyzer::redact);
		return BEFORE_HOST.matcher(withoutUrls).replaceAll("***@");
	}

	private static String redact(MatchResult url) {
		return Matcher.quoteReplacement(UrlRedaction.redact(url.group()));
	}

}
