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

package io.github.pgsteady.failure;

import java.io.FileNotFoundException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Tells what a failure means, from all exceptions that belong to it. The SQLSTATE comes
 * first; texts only count where poolers put everything under one SQLSTATE, and where
 * there is none. Instances are immutable, but for the texts that were told as unknown.
 *
 * @since 0.1.0
 */
public final class FailureClassifier {

	private static final String POOL = "HikariCP 7.0.2, HikariPool.createTimeoutException";

	private static final String IN_FAILED_TRANSACTION = "25P02";

	private static final String CLASSES = "pgjdbc, util/ObjectFactory.java";

	private static final String CERTIFICATES = "pgjdbc, ssl/MakeSSL.java and ssl/LibPQFactory.java";

	private final FailureRules rules;

	private final UnknownTexts unknownTexts = new UnknownTexts();

	FailureClassifier(List<FailureRule> own) {
		this.rules = new FailureRules(own);
	}

	/**
	 * Return a classifier that goes by the built-in rules alone, for where there is no
	 * application.
	 * @return the classifier
	 */
	public static FailureClassifier ofBuiltInRules() {
		return new FailureClassifier(List.of());
	}

	/**
	 * Classify what happened in a call.
	 * @param exception whatever the call threw
	 * @return the failure; of class {@link FailureClass#OTHER} if no exception of the
	 * chain comes from a database
	 */
	public Failure classify(Throwable exception) {
		return classify(exception, 0);
	}

	/**
	 * Classify what happened in a call to a certain pool.
	 * @param exception whatever the call threw
	 * @param maximum the most connections of the pool: with fewer it was not saturated,
	 * but the database did not give it more. 0 if nobody knows
	 * @return the failure; of class {@link FailureClass#OTHER} if no exception of the
	 * chain comes from a database
	 */
	public Failure classify(Throwable exception, int maximum) {
		return classify(ExceptionChain.of(exception), exception, false, maximum);
	}

	/**
	 * Classify what happened while a connection was being made. Nothing can have been
	 * executed then.
	 * @param exception whatever the attempt threw
	 * @return the failure
	 */
	public Failure classifyConnect(Throwable exception) {
		List<Throwable> chain = ExceptionChain.of(exception);
		return judgeSettings(chain, classify(chain, exception, true, 0));
	}

	private Failure judgeSettings(List<Throwable> chain, Failure failure) {
		if (chain.stream().anyMatch(this::isAboutCertificates)) {
			return refused(failure, FailureReason.CERTIFICATE, CERTIFICATES);
		}
		return chain.stream().anyMatch(this::isAboutClasses) ? refused(failure, null, CLASSES) : failure;
	}

	private Failure refused(Failure failure, @Nullable FailureReason reason, String source) {
		return new Failure(FailureClass.REFUSED, failure.sqlState(), failure.exception(), Duration.ZERO, reason,
				source);
	}

	// Of a factory that the URL names. They come as 08006, too
	private boolean isAboutClasses(Throwable exception) {
		return exception instanceof ClassNotFoundException || exception instanceof NoSuchMethodException
				|| exception instanceof ClassCastException;
	}

	// All of them come as 08006, like a connection that was lost in the handshake
	private boolean isAboutCertificates(Throwable exception) {
		return exception instanceof CertificateException || exception instanceof FileNotFoundException;
	}

	private Failure classify(List<Throwable> chain, Throwable outermost, boolean connecting, int maximum) {
		Failure vague = null;
		for (Throwable candidate : chain) {
			if (candidate instanceof SQLException exception) {
				BorrowTimeout timeout = BorrowTimeout.of(exception);
				if (timeout != null) {
					return whileBorrowing(exception, timeout.isSaturated(maximum));
				}
				Failure failure = classifyOne(exception, connecting);
				if (isSpecific(failure)) {
					return failure;
				}
				vague = moreTelling(vague, failure);
			}
			else if (isFailedPool(candidate) && candidate.getCause() != null) {
				return classifyConnect(candidate.getCause());
			}
		}
		return (vague != null) ? vague
				: new Failure(FailureClass.OTHER, null, outermost, Duration.ZERO, "not of a database");
	}

	// What follows an error, such as the loss of the connection that it ended, says less.
	// The connection that HikariCP puts in place of a lost one has no SQLSTATE, and says
	// nothing of the loss; that a transaction has failed before says nothing of how
	private boolean isSpecific(Failure failure) {
		return failure.sqlState() != null && !failure.sqlState().equals(IN_FAILED_TRANSACTION);
	}

	private Failure moreTelling(@Nullable Failure first, Failure second) {
		boolean replaces = first == null
				|| (first.failureClass() == FailureClass.OTHER && second.failureClass() != FailureClass.OTHER);
		return (replaces || first == null) ? second : first;
	}

	private Failure whileBorrowing(SQLException exception, boolean saturated) {
		if (!saturated) {
			List<Throwable> chain = ExceptionChain.of(exception);
			for (Throwable candidate : chain) {
				if (candidate != exception && candidate instanceof SQLException cause) {
					Failure failure = judgeSettings(chain, classifyOne(cause, true));
					if (failure.failureClass() != FailureClass.OTHER) {
						return failure;
					}
				}
			}
		}
		return new Failure(saturated ? FailureClass.SATURATED : FailureClass.NEVER_REACHED, null, exception,
				Duration.ZERO, POOL);
	}

	// HikariPool.PoolInitializationException is not for others to use
	private boolean isFailedPool(Throwable exception) {
		return exception.getClass().getSimpleName().equals("PoolInitializationException");
	}

	private Failure classifyOne(SQLException exception, boolean connecting) {
		String sqlState = exception.getSQLState();
		String message = (exception.getMessage() != null) ? exception.getMessage() : "";
		FailureRule rule = this.rules.find(sqlState, message);
		if (rule == null || (rule.failureClass() == FailureClass.OTHER && rule.text().isEmpty())) {
			this.unknownTexts.tell(sqlState, message);
		}
		FailureClass failureClass = (rule != null) ? rule.failureClass() : FailureClass.OTHER;
		return new Failure(connecting ? whileConnecting(failureClass, sqlState) : failureClass, sqlState, exception,
				(rule != null) ? rule.pause() : Duration.ZERO, reason(rule, exception),
				(rule != null) ? rule.source() : "no rule");
	}

	private @Nullable FailureReason reason(@Nullable FailureRule rule, SQLException exception) {
		if (rule != null && rule.reason() != null) {
			return rule.reason();
		}
		return ExceptionChain.of(exception)
			.stream()
			.map(FailureReason::of)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private FailureClass whileConnecting(FailureClass failureClass, @Nullable String sqlState) {
		return switch (failureClass) {
			case CONNECTION_LOST, SESSION_TIMEOUT, ROLLED_BACK -> FailureClass.NEVER_REACHED;
			// What the server objects to in a log-in, it will object to in the next one
			case OTHER ->
				(sqlState != null && !UnknownTexts.isAboutTexts(sqlState)) ? FailureClass.REFUSED : FailureClass.OTHER;
			default -> failureClass;
		};
	}

}
