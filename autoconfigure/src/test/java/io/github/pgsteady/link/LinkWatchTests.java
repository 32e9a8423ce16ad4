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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.pgsteady.failure.FailureClassifiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of when {@link LinkWatch} asks, and how long it waits where nobody can be asked.
 */
class LinkWatchTests {

	private static final Duration SUSPECT_AFTER = Duration.ofSeconds(2);

	private static final Duration WINDOW = Duration.ofSeconds(20);

	private static final Duration LOOK = Duration.ofMillis(250);

	private static final String PROPERTY = "pgsteady.connection.commit-timeout";

	private final AtomicLong clock = new AtomicLong();

	private final List<String> events = new ArrayList<>();

	private final List<Duration> attempts = new ArrayList<>();

	private Supplier<SQLException> answer = () -> new SQLException("Connection refused", "08001");

	private ServerSocket server;

	private LinkWatch watch;

	private LinkSocket socket;

	private Link link;

	private @Nullable Stall stall;

	@BeforeEach
	void connect() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		connect(false);
	}

	private LinkWatch watch(boolean blind) {
		WatchTimes times = new WatchTimes(SUSPECT_AFTER, WINDOW);
		SessionNumbers numbers = new SessionNumbers(blind ? SessionOwnership.SHARED : SessionOwnership.OWN);
		Inquirer inquirer = new Inquirer(this::refuse, FailureClassifiers.builtIn()::classifyConnect, numbers,
				times.confirmation());
		return new LinkWatch("test", times, numbers, new Events(), inquirer, new ManualThreads(), this.clock::get);
	}

	private void connect(boolean blind) throws IOException {
		this.watch = watch(blind);
		this.socket = new LinkSocket(this.watch, null);
		this.socket.connect(this.server.getLocalSocketAddress(), 0);
		this.link = this.socket.getLink();
		this.link.loggedIn(new SessionIdentity(1, Server.PRIMARY), true);
	}

	private Connection refuse() throws SQLException {
		this.attempts.add(Duration.ofNanos(this.clock.get()));
		throw this.answer.get();
	}

	@AfterEach
	void close() throws IOException {
		this.socket.close();
		this.server.close();
	}

	@Test
	void nothingIsAskedWhileNobodyWaits() {
		pass(Duration.ofHours(1));
		assertThat(this.attempts).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void isSuspectAfterTheThreshold() throws IOException {
		send(1);
		pass(Duration.ofMillis(1800));
		assertThat(this.attempts).isEmpty();
		pass(Duration.ofMillis(700));
		assertThat(this.attempts).hasSize(1);
		assertThat(this.events).containsExactly("suspected");
		assertThat(this.watch.getUnexplained()).isOne();
	}

	@Test
	void anotherRequestIsAnotherWait() throws IOException {
		try (Socket other = this.server.accept()) {
			for (int i = 0; i < 10; i++) {
				send(1);
				pass(Duration.ofMillis(1500));
				other.getOutputStream().write(1);
				assertThat(this.socket.getInputStream().read()).isOne();
			}
		}
		assertThat(this.events).isEmpty();
	}

	@Test
	void timeThatTheProcessDidNotSeeDoesNotCount() throws IOException {
		send(1);
		pass(Duration.ofSeconds(1));
		this.clock.addAndGet(Duration.ofHours(1).toNanos());
		pass(LOOK);
		assertThat(this.events).isEmpty();
	}

	@Test
	void isGivenUpAfterTheWindowWhereNobodyIsThere() throws IOException {
		send(1);
		pass(SUSPECT_AFTER.plus(WINDOW).minusSeconds(1));
		assertThat(this.stall).isNull();
		pass(Duration.ofSeconds(2));
		assertThat(this.stall.cause()).isEqualTo(StallCause.NOBODY_THERE);
		assertThat(this.stall.alone()).isTrue();
		assertThat(this.attempts).hasSizeBetween(10, 25);
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.socket.getInputStream().read());
	}

	@Test
	void fullServerIsAskedRarelyAndNothingIsGivenUp() throws IOException {
		this.answer = () -> new SQLException("FATAL: sorry, too many clients already", "53300");
		send(1);
		pass(Duration.ofMinutes(10));
		assertThat(this.stall).isNull();
		assertThat(this.attempts).hasSizeBetween(10, 30);
		assertThat(this.watch.getUnexplained()).isZero();
	}

	@Test
	void wrongPasswordIsTriedEveryTwoMinutes() throws IOException {
		this.answer = () -> new SQLException("FATAL: password authentication failed for user \"app\"", "28P01");
		send(1);
		pass(Duration.ofMinutes(10));
		assertThat(this.stall).isNull();
		assertThat(this.attempts).hasSize(5);
	}

	@Test
	void whatIsMuchGetsTimeToLeave() throws IOException {
		this.socket.setSendBufferSize(512 * 1024);
		try (Socket other = this.server.accept()) {
			send(256 * 1024);
			this.link.beforeRead();
			pass(Duration.ofMillis(3500));
			assertThat(this.events).isEmpty();
			pass(Duration.ofSeconds(1));
			assertThat(this.events).containsExactly("suspected");
			assertThat(other.isConnected()).isTrue();
		}
	}

	@Test
	void timeLimitIsKept() throws IOException {
		this.answer = () -> new SQLException("FATAL: sorry, too many clients already", "53300");
		this.link.limit(15_000, PROPERTY);
		send(1);
		pass(Duration.ofMillis(14_500));
		assertThat(this.stall).isNull();
		pass(Duration.ofSeconds(1));
		assertThat(this.stall.cause()).isEqualTo(StallCause.TIME_LIMIT);
		assertThat(this.stall.limit()).isEqualTo(PROPERTY);
		assertThat(this.link.getStall()).isEqualTo(this.stall);
	}

	@Test
	void whoeverCannotSeeKeepsTimeLimitsOnly() throws IOException {
		close();
		this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		connect(true);
		this.link.limit(15_000, PROPERTY);
		send(1);
		pass(Duration.ofMillis(15_500));
		assertThat(this.attempts).isEmpty();
		assertThat(this.stall.cause()).isEqualTo(StallCause.TIME_LIMIT);
	}

	private void send(int length) throws IOException {
		this.socket.getOutputStream().write(new byte[length]);
	}

	private void pass(Duration time) {
		for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(LOOK)) {
			this.clock.addAndGet(((left.compareTo(LOOK) < 0) ? left : LOOK).toNanos());
			this.watch.look();
		}
	}

	/**
	 * What was told.
	 */
	private final class Events implements LinkListener {

		@Override
		public void suspected() {
			LinkWatchTests.this.events.add("suspected");
		}

		@Override
		public void foundWorking() {
			LinkWatchTests.this.events.add("working");
		}

		@Override
		public void stalled(Stall stall) {
			LinkWatchTests.this.stall = stall;
		}

	}

}
