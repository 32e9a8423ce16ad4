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

package io.github.pgsteady.benchmark.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.LongStream;

import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.storm.Call.Ending;
import io.github.pgsteady.retry.OutcomeUnknownException;

/**
 * Users of an application: each makes one call after the other. Whoever sees one fail
 * takes a breath, and makes the next one.
 */
final class Users implements AutoCloseable {

	private static final long BREATH = 10;

	private static final long PATIENCE = 90;

	private final LedgerApplication application;

	private final ExecutorService threads;

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final AtomicInteger successes = new AtomicInteger();

	// Who makes a call has it for reading
	private final ReadWriteLock presence = new ReentrantReadWriteLock(true);

	private final List<Absence> absences = new ArrayList<>();

	private final long arrival = System.nanoTime();

	private final Duration pause;

	private volatile boolean sentAway;

	private Users(LedgerApplication application, int count, Duration pause) {
		this.application = application;
		this.pause = pause;
		this.threads = Executors.newFixedThreadPool(count);
	}

	/**
	 * Let users come.
	 * @param count how many
	 * @param application the application that they use
	 * @param name begins the keys of what they store
	 * @param pause how long each of them thinks between two calls
	 * @return the users
	 */
	static Users of(int count, LedgerApplication application, String name, Duration pause) {
		Users users = new Users(application, count, pause);
		for (int i = 0; i < count; i++) {
			String prefix = "%s-%s-".formatted(name, i);
			users.threads.execute(() -> users.run(prefix));
		}
		return users;
	}

	private void run(String prefix) {
		try {
			for (int i = 0; !this.sentAway; i++) {
				Ending ending = call(prefix + i);
				long wait = (ending != Ending.SUCCEEDED) ? BREATH : this.pause.toMillis();
				if (wait > 0) {
					TimeUnit.MILLISECONDS.sleep(wait);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// The key is made outside of what is repeated
	private Ending call(String key) {
		this.presence.readLock().lock();
		try {
			long begun = System.nanoTime();
			Ending ending = ending(key);
			this.calls.add(new Call(key, begun, System.nanoTime(), ending));
			return ending;
		}
		finally {
			this.presence.readLock().unlock();
		}
	}

	private Ending ending(String key) {
		try {
			this.application.post(key);
			this.successes.incrementAndGet();
			return Ending.SUCCEEDED;
		}
		catch (OutcomeUnknownException ex) {
			return Ending.UNKNOWN;
		}
		// Each contender has exceptions of its own
		catch (RuntimeException ex) {
			return Ending.FAILED;
		}
	}

	/**
	 * Let the users be away while something happens, after they have finished their
	 * calls.
	 * @param absence what happens
	 */
	void whileAway(Runnable absence) {
		this.presence.writeLock().lock();
		long begun = System.nanoTime();
		try {
			absence.run();
		}
		finally {
			this.absences.add(new Absence(begun, System.nanoTime()));
			this.presence.writeLock().unlock();
		}
	}

	int getSuccesses() {
		return this.successes.get();
	}

	/**
	 * Wait until some more calls have succeeded.
	 * @param count how many
	 * @param time how long at most
	 * @return whether they have
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean awaitSuccesses(int count, long time) throws InterruptedException {
		int goal = this.successes.get() + count;
		long deadline = System.nanoTime() + time;
		while (this.successes.get() < goal) {
			if (System.nanoTime() > deadline) {
				return false;
			}
			TimeUnit.MILLISECONDS.sleep(1);
		}
		return true;
	}

	/**
	 * Return when they came.
	 * @return the time, by {@link System#nanoTime()}
	 */
	long getArrival() {
		return this.arrival;
	}

	/**
	 * Return their calls.
	 * @return a copy
	 */
	List<Call> getCalls() {
		return new ArrayList<>(this.calls);
	}

	/**
	 * Return the longest time without a call that succeeded, while they were there.
	 * @param from from when on to look
	 * @param to until when
	 * @return the time, in nanoseconds
	 */
	long longestSilence(long from, long to) {
		long longest = 0;
		long last = from;
		long[] ends = LongStream
			.concat(this.calls.stream().filter(Call::isAcknowledged).mapToLong(Call::ended), LongStream.of(to))
			.filter((end) -> end >= from && end <= to)
			.sorted()
			.toArray();
		for (long end : ends) {
			long previous = last;
			long away = this.absences.stream().mapToLong((absence) -> absence.within(previous, end)).sum();
			longest = Math.max(longest, end - previous - away);
			last = end;
		}
		return longest;
	}

	/**
	 * Let the users go after their present calls, without waiting for them.
	 */
	void sendAway() {
		this.sentAway = true;
		this.threads.shutdown();
	}

	@Override
	public void close() {
		sendAway();
		try {
			Assert.state(this.threads.awaitTermination(PATIENCE, TimeUnit.SECONDS), "A call does not end");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A time in which nobody made a call.
	 *
	 * @param from when it began
	 * @param to when it ended
	 */
	private record Absence(long from, long to) {

		long within(long from, long to) {
			return Math.max(0, Math.min(this.to, to) - Math.max(this.from, from));
		}

	}

}
