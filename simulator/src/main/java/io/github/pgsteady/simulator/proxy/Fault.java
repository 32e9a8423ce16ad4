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

package io.github.pgsteady.simulator.proxy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import io.github.pgsteady.simulator.error.ServerError;

/**
 * Something that goes wrong between client and server. It takes effect when it is given
 * to {@link FaultProxy#inject(Fault)}, on all links that are there and that will come, or
 * on those that {@link #on(Predicate)} chooses: <pre>
 * proxy.inject(Fault.cut(Cut.RST).afterCommit());
 * proxy.inject(Fault.fail(SupavisorError.DB_HANDLER_EXITED).beforeStatement("insert into orders").times(3));
 * proxy.inject(Fault.stall(Direction.TO_CLIENT).on((link) -&gt; link.getApplicationName().equals("shop")));
 * </pre> Instances do not change; each method returns another one.
 *
 * @since 0.1.0
 */
public final class Fault {

	/**
	 * As often as it comes.
	 */
	static final int ALWAYS = -1;

	private final String description;

	private final Effect effect;

	private final Predicate<Link> links;

	private final int times;

	private Fault(String description, Effect effect, Predicate<Link> links, int times) {
		this.description = description;
		this.effect = effect;
		this.links = links;
		this.times = times;
	}

	private static Fault of(String description, Effect effect, int times) {
		return new Fault(description, effect, (link) -> true, times);
	}

	/**
	 * New connections are refused, as by a machine on which nothing listens; links that
	 * are there stay. It concerns the whole proxy: {@code on} and {@code times} have no
	 * meaning for it.
	 * @return the fault, which lasts until it is lifted
	 */
	public static Fault refuse() {
		return of("refuse", new Effect.Refuse(), ALWAYS);
	}

	/**
	 * The start-up packet is answered with an error, and the link is closed.
	 * @param error the error
	 * @return the fault, which happens once
	 */
	public static Fault reject(ServerError error) {
		return of("reject with " + error.sqlState(), new Effect.Reject(error), 1);
	}

	/**
	 * Nothing passes any more, without a word; a new connection is accepted and hears
	 * nothing. When it is lifted, what was held up goes on.
	 * @return the fault, which lasts until it is lifted
	 */
	public static Fault stall() {
		return of("stall", new Effect.Stall(EnumSet.allOf(Direction.class)), ALWAYS);
	}

	/**
	 * Nothing passes any more in one direction, without a word. When it is lifted, what
	 * was held up goes on.
	 * @param direction the direction
	 * @return the fault, which lasts until it is lifted
	 */
	public static Fault stall(Direction direction) {
		return of("stall " + direction, new Effect.Stall(EnumSet.of(direction)), ALWAYS);
	}

	/**
	 * What passes comes later.
	 * @param delay how much later, in each direction: a round trip takes twice as much
	 * longer
	 * @return the fault, which lasts until it is lifted
	 * @throws IllegalArgumentException if the delay is negative
	 */
	public static Fault delay(Duration delay) {
		return delay(delay, Duration.ZERO);
	}

	/**
	 * What passes comes later, by an amount that varies. The order stays. At most 64 KiB
	 * are under way at a time, like in a TCP window.
	 * @param delay how much later at least, in each direction
	 * @param jitter how much later than that at most; the amounts are random, and the
	 * same in each run
	 * @return the fault, which lasts until it is lifted
	 * @throws IllegalArgumentException if one of them is negative
	 */
	public static Fault delay(Duration delay, Duration jitter) {
		requireNotNegative(delay, "delay");
		requireNotNegative(jitter, "jitter");
		return of("delay by " + delay + ", jitter " + jitter, new Effect.Delay(delay, jitter), ALWAYS);
	}

	/**
	 * Links are cut, at a moment to be told: {@code cut(Cut.RST).afterCommit()}.
	 * @param cut how
	 * @return what asks for the moment
	 */
	public static Ending cut(Cut cut) {
		return new Ending("cut " + cut, (link, cause, happened) -> link.end(cut, cause, happened));
	}

	/**
	 * Links get an error in the middle of the session and are closed, at a moment to be
	 * told: {@code fail(PgBouncerError.CLIENT_IDLE_TIMEOUT).whenIdle(...)}.
	 * @param error the error
	 * @return what asks for the moment
	 */
	public static Ending fail(ServerError error) {
		return new Ending("fail with " + error.sqlState(), (link, cause, happened) -> link.end(error, cause, happened));
	}

	/**
	 * Restrict the fault to some links.
	 * @param filter chooses the links; before the start-up packet, user, database and
	 * application name are empty. A second call restricts further.
	 * @return the restricted fault
	 */
	public Fault on(Predicate<Link> filter) {
		return new Fault(this.description, this.effect, this.links.and(filter), this.times);
	}

	/**
	 * Let the fault happen some times, and then no more.
	 * @param count how often, over all links together
	 * @return the fault
	 * @throws IllegalArgumentException if it is less than 1, or for a fault that lasts
	 * until it is lifted
	 */
	public Fault times(int count) {
		require(count >= 1, "A fault has to happen at least once, not %s times", count);
		require(this.effect.happens(), "'%s' lasts until it is lifted and cannot be counted", this.description);
		return new Fault(this.description, this.effect, this.links, count);
	}

	/**
	 * Let the fault happen as often as it can, until it is lifted.
	 * @return the fault
	 */
	public Fault always() {
		return new Fault(this.description, this.effect, this.links, ALWAYS);
	}

	Effect effect() {
		return this.effect;
	}

	boolean concerns(Link link) {
		return this.links.test(link);
	}

	int times() {
		return this.times;
	}

	@Override
	public String toString() {
		return this.description;
	}

	private static void requireNotNegative(Duration value, String name) {
		require(!value.isNegative(), "The " + name + " must not be negative, but is %s", value);
	}

	private static void require(boolean condition, String message, Object value) {
		if (!condition) {
			throw new IllegalArgumentException(message.formatted(value));
		}
	}

	/**
	 * The end of a link that still has to be told its moment.
	 */
	public static final class Ending {

		private final String description;

		private final Effect.End end;

		Ending(String description, Effect.End end) {
			this.description = description;
			this.end = end;
		}

		/**
		 * Before a {@code COMMIT} reaches the server: the transaction is rolled back.
		 * @return the fault, which happens once
		 */
		public Fault beforeCommit() {
			return fault("before COMMIT", new Effect.BeforeStatement(this.end, Ending::isCommit));
		}

		/**
		 * After the server has executed a {@code COMMIT}, and before the client hears of
		 * it: the transaction is permanent, and the client cannot know. A {@code COMMIT}
		 * that the server answers with an error or with {@code ROLLBACK} is none.
		 * @return the fault, which happens once
		 */
		public Fault afterCommit() {
			return fault("after COMMIT", new Effect.AfterStatement(this.end, Ending::isCommit));
		}

		/**
		 * Before a statement that contains a text reaches the server.
		 * @param text the text, upper or lower case
		 * @return the fault, which happens once
		 * @throws IllegalArgumentException if the text is empty
		 */
		public Fault beforeStatement(String text) {
			return fault("before '" + text + "'", new Effect.BeforeStatement(this.end, containing(text)));
		}

		/**
		 * After the server has executed a statement that contains a text, and before the
		 * client hears of it. Outside a transaction its effect is permanent.
		 * @param text the text, upper or lower case
		 * @return the fault, which happens once
		 * @throws IllegalArgumentException if the text is empty
		 */
		public Fault afterStatement(String text) {
			return fault("after '" + text + "'", new Effect.AfterStatement(this.end, containing(text)));
		}

		/**
		 * After a number of bytes, wherever that is in a message. The start-up packet
		 * counts, and always passes whole.
		 * @param count how many bytes of a link pass from now on
		 * @param direction in which direction
		 * @return the fault, which happens once
		 * @throws IllegalArgumentException if the count is negative
		 */
		public Fault afterBytes(long count, Direction direction) {
			require(count >= 0, "The number of bytes must not be negative, but is %s", count);
			return fault("after " + count + " bytes " + direction, new Effect.AfterBytes(this.end, count, direction));
		}

		/**
		 * When nothing has passed in either direction for some time.
		 * @param time how long
		 * @return the fault, which happens as often as it can until it is lifted
		 * @throws IllegalArgumentException if the time is not positive
		 */
		public Fault whenIdle(Duration time) {
			require(!time.isNegative() && !time.isZero(), "The idle time must be positive, but is %s", time);
			return fault("when idle for " + time, new Effect.WhenIdle(this.end, time)).always();
		}

		private Fault fault(String moment, Effect effect) {
			return Fault.of(this.description + " " + moment, effect, 1);
		}

		private static boolean isCommit(Execution execution) {
			return execution.kind() == StatementKind.COMMIT;
		}

		private static Predicate<Execution> containing(String text) {
			require(!text.isEmpty(), "The text of the statement must not be empty%s", "");
			String lowerCase = text.toLowerCase(Locale.ROOT);
			return (execution) -> execution.sql().toLowerCase(Locale.ROOT).contains(lowerCase);
		}

	}

	/**
	 * What a fault does.
	 */
	sealed interface Effect {

		// Whether it happens at moments that can be counted
		default boolean happens() {
			return true;
		}

		/**
		 * How a link ends.
		 */
		@FunctionalInterface
		interface End {

			// False if it had ended before
			boolean end(Link link, String cause, Runnable happened);

		}

		record Refuse() implements Effect {

			@Override
			public boolean happens() {
				return false;
			}

		}

		record Reject(ServerError error) implements Effect {

		}

		record Stall(Set<Direction> directions) implements Effect {

			@Override
			public boolean happens() {
				return false;
			}

		}

		record Delay(Duration delay, Duration jitter) implements Effect {

			@Override
			public boolean happens() {
				return false;
			}

		}

		record BeforeStatement(End end, Predicate<Execution> statement) implements Effect {

		}

		record AfterStatement(End end, Predicate<Execution> statement) implements Effect {

		}

		record AfterBytes(End end, long count, Direction direction) implements Effect {

		}

		record WhenIdle(End end, Duration time) implements Effect {

		}

	}

}
