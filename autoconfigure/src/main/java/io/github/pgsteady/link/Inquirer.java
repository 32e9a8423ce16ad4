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

package io.github.pgsteady.link;

import java.net.SocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.link.Inquiry.Suspect;

/**
 * Asks the server what it is doing, on a connection of its own. Used by one thread at a
 * time.
 */
final class Inquirer {

	private static final Log logger = LogFactory.getLog(Inquirer.class);

	// Of a question, in milliseconds. A connection that was made earlier may be silent
	// itself
	private static final int FIRST_LIMIT = 2000;

	private static final int NEXT_LIMIT = 1000;

	// While links are known to be lost
	private static final long SHORT_CONFIRMATION = Duration.ofMillis(50).toNanos();

	private static final int ROUND_TRIPS = 4;

	private static final Duration AFTER_EXHAUSTION = Duration.ofSeconds(5);

	private static final Duration AFTER_REFUSAL = Duration.ofSeconds(120);

	private final LinkConnector connector;

	private final Function<Exception, Failure> classifier;

	private final SessionNumbers numbers;

	private final Duration confirmation;

	private @Nullable Connection connection;

	private @Nullable SocketAddress address;

	private volatile @Nullable LinkCapture connecting;

	private volatile long connectingSince;

	// Whether the last attempt to connect has met somebody
	private boolean received;

	// Whether the last answer came from a server that does not know all sessions
	private boolean elsewhere;

	/**
	 * Create somebody who asks.
	 * @param connector makes the connection
	 * @param classifier says what a failure to connect means
	 * @param numbers tells whether the sessions have the numbers that the protocol tells
	 * @param confirmation after which time to ask again before a link is given up: its
	 * answer may be on its way
	 */
	Inquirer(LinkConnector connector, Function<Exception, Failure> classifier, SessionNumbers numbers,
			Duration confirmation) {
		this.connector = connector;
		this.classifier = classifier;
		this.numbers = numbers;
		this.confirmation = confirmation;
	}

	/**
	 * Ask about all links of an inquiry, and judge each.
	 * @param inquiry the inquiry
	 */
	void inquire(Inquiry inquiry) {
		inquiry.byAddress().forEach((address, suspects) -> inquire(inquiry, address, suspects));
	}

	private void inquire(Inquiry inquiry, @Nullable SocketAddress address, List<Suspect> suspects) {
		try {
			// Only a new connection can tell whether somebody who logs in is overtaken,
			// and only on a new one another server may be met
			boolean anew = this.elsewhere || suspects.stream().anyMatch((suspect) -> suspect.link().isLoggingIn());
			examine(inquiry, connect(address, anew), suspects);
		}
		catch (SQLException | RuntimeException ex) {
			// The driver throws the latter when it is interrupted
			boolean reached = this.connection != null || this.received;
			close();
			Failure failure = this.classifier.apply(ex);
			logger.debug("Could not ask for the sessions of silent links: " + failure, ex);
			inquiry.pause(pause(failure));
			Verdict verdict = verdict(failure, reached);
			suspects.forEach((suspect) -> suspect.judge(verdict));
		}
	}

	private static Verdict verdict(Failure failure, boolean reached) {
		return switch (failure.failureClass()) {
			case WAKING -> Verdict.NOBODY_THERE;
			// A pooler lets everybody in, and has them wait for a session to get free; a
			// server may have too much to do
			case NEVER_REACHED, CONNECTION_LOST -> reached ? Verdict.UNSEEN : Verdict.NOBODY_THERE;
			default -> Verdict.UNSEEN;
		};
	}

	// Whoever asks is not to get the application locked out, nor to take its connections
	private static Duration pause(Failure failure) {
		return switch (failure.failureClass()) {
			case NEVER_REACHED, WAKING, CONNECTION_LOST -> Duration.ZERO;
			case EXHAUSTED -> AFTER_EXHAUSTION;
			default -> AFTER_REFUSAL;
		};
	}

	private Connection connect(@Nullable SocketAddress address, boolean anew) throws SQLException {
		Connection kept = this.connection;
		if (kept != null && !anew && Objects.equals(address, this.address) && kept.isValid(NEXT_LIMIT / 1000)) {
			return kept;
		}
		close();
		Connection connection = connectTo(address);
		this.connection = connection;
		this.address = address;
		connection.setNetworkTimeout(Runnable::run, FIRST_LIMIT);
		return connection;
	}

	private Connection connectTo(@Nullable SocketAddress address) throws SQLException {
		this.received = false;
		try (LinkCapture capture = LinkCapture.leadingTo(address)) {
			this.connectingSince = System.nanoTime();
			this.connecting = capture;
			try {
				Connection connection = this.connector.connect();
				capture.keep();
				return connection;
			}
			finally {
				this.connecting = null;
				this.received = capture.hasReceived();
			}
		}
	}

	/**
	 * End an attempt to connect that takes too long. For any thread.
	 * @param limit the longest time in nanoseconds
	 */
	void abortIfConnectingFor(long limit) {
		LinkCapture connecting = this.connecting;
		if (connecting != null && System.nanoTime() - this.connectingSince > limit) {
			connecting.abort();
		}
	}

	private void examine(Inquiry inquiry, Connection connection, List<Suspect> suspects) throws SQLException {
		if (inquiry.isUrgent()) {
			// Whoever has waited for the lock of a session that has ended goes on first
			LockSupport.parkNanos(this, SHORT_CONFIRMATION);
		}
		long begin = System.nanoTime();
		Answer first = ask(connection, suspects);
		long roundTrip = System.nanoTime() - begin;
		if (this.numbers.areReal()
				&& !first.sessions().containsKey(connection.unwrap(PGConnection.class).getBackendPID())) {
			inquiry.throughPooler();
			return;
		}
		inquiry.answeredBy(first.server());
		suspects.forEach((suspect) -> suspect.judge(judge(suspect, first)));
		this.elsewhere = suspects.stream().anyMatch((suspect) -> suspect.verdict() == Verdict.ELSEWHERE);
		List<Suspect> doubtful = suspects.stream().filter((suspect) -> suspect.verdict().isLost()).toList();
		if (doubtful.isEmpty()) {
			return;
		}
		LockSupport.parkNanos(this, inquiry.isUrgent() ? Math.max(SHORT_CONFIRMATION, ROUND_TRIPS * roundTrip)
				: this.confirmation.toNanos());
		Answer second = ask(connection, doubtful);
		doubtful.forEach((suspect) -> {
			int process = suspect.link().getProcess();
			Session session = second.sessions().get(process);
			boolean unchanged = (session != null) ? session.isUnchangedSince(first.sessions().get(process))
					: !first.sessions().containsKey(process);
			if (unchanged) {
				suspect.seenAs(session);
			}
			else {
				// It has gone on meanwhile
				suspect.judge(Verdict.UNSEEN);
			}
		});
	}

	private static Verdict judge(Suspect suspect, Answer answer) {
		Link link = suspect.link();
		if (link.isLoggingIn()) {
			return new Verdict(StallCause.OVERTAKEN);
		}
		if (!answer.server().isHomeOf(link.getServer())) {
			return Verdict.ELSEWHERE;
		}
		Session session = answer.sessions().get(link.getProcess());
		return (session != null) ? link.judge(session) : new Verdict(StallCause.GONE);
	}

	private static Answer ask(Connection connection, List<Suspect> suspects) throws SQLException {
		String processes = suspects.stream()
			.map((suspect) -> String.valueOf(suspect.link().getProcess()))
			.collect(Collectors.joining(","));
		Map<Integer, Session> sessions = new HashMap<>();
		Server server = Server.PRIMARY;
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(SessionQuestions.states(processes))) {
			while (result.next()) {
				Session session = new Session(result.getInt(1), result.getString(2), result.getString(3),
						result.getString(4), Duration.ofSeconds(result.getLong(5)));
				sessions.put(session.process(), session);
				server = new Server(result.getBoolean(6), result.getString(7));
			}
		}
		return new Answer(sessions, server);
	}

	/**
	 * End the sessions whose links have been given up. Their locks would stay for as long
	 * as the server takes to notice by itself, and what was sent may still arrive.
	 * @param inquiry what was found out
	 */
	void endSessions(Inquiry inquiry) {
		inquiry.byAddress().forEach((address, suspects) -> {
			List<Session> sessions = suspects.stream()
				.filter((suspect) -> suspect.link().getStall() != null)
				.map(Suspect::session)
				.filter(Objects::nonNull)
				.toList();
			if (!sessions.isEmpty()) {
				endSessions(address, sessions);
			}
		});
	}

	private void endSessions(@Nullable SocketAddress address, List<Session> sessions) {
		try {
			Connection connection = connect(address, false);
			connection.setNetworkTimeout(Runnable::run, NEXT_LIMIT);
			boolean waiting = connection.getMetaData().getDatabaseMajorVersion() >= 14;
			try (Statement statement = connection.createStatement()) {
				statement.execute(SessionQuestions.end(sessions, waiting));
			}
			connection.setNetworkTimeout(Runnable::run, FIRST_LIMIT);
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Could not end the sessions of silent links", ex);
			close();
		}
	}

	void close() {
		Connection kept = this.connection;
		this.connection = null;
		if (kept != null) {
			try {
				kept.close();
			}
			catch (SQLException ex) {
				logger.debug("Could not close the connection that was asked on", ex);
			}
		}
	}

	/**
	 * What a server says.
	 *
	 * @param sessions the sessions that were asked for, as far as it has them
	 * @param server the server
	 */
	private record Answer(Map<Integer, Session> sessions, Server server) {

	}

}
