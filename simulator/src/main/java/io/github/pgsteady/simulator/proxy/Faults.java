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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.proxy.Fault.Effect;

/**
 * The faults in effect, and what they say to links.
 */
final class Faults {

	private final List<FaultInjection> active = new CopyOnWriteArrayList<>();

	// Called after each change
	private final Runnable changed;

	Faults(Runnable changed) {
		this.changed = changed;
	}

	void add(FaultInjection injection) {
		this.active.add(injection);
		announce();
	}

	void lift(FaultInjection injection) {
		injection.lifted();
		if (this.active.remove(injection)) {
			announce();
		}
	}

	void liftAll() {
		this.active.forEach(FaultInjection::lifted);
		this.active.clear();
		announce();
	}

	private void announce() {
		wakeUp();
		this.changed.run();
	}

	boolean refuses() {
		return this.active.stream().anyMatch((injection) -> injection.fault().effect() instanceof Effect.Refuse);
	}

	boolean stalls(Link link, Direction direction) {
		return any(link, Effect.Stall.class, (stall) -> stall.directions().contains(direction));
	}

	// Wait while nothing may pass; false if the link has ended meanwhile
	synchronized boolean awaitPassage(Link link, Direction direction) {
		while (link.isOpen() && stalls(link, direction)) {
			Waits.await(this, 1000);
		}
		return link.isOpen();
	}

	synchronized void wakeUp() {
		notifyAll();
	}

	Duration delay(Link link) {
		Duration delay = Duration.ZERO;
		for (FaultInjection injection : this.active) {
			if (injection.fault().effect() instanceof Effect.Delay effect && injection.fault().concerns(link)) {
				delay = delay.plus(injection.delay(effect));
			}
		}
		return delay;
	}

	@Nullable ServerError rejection(Link link) {
		for (FaultInjection injection : this.active) {
			if (injection.fault().effect() instanceof Effect.Reject reject && injection.reserve(link)) {
				injection.happened();
				return reject.error();
			}
		}
		return null;
	}

	// The fault that is to end the link before one of these statements is sent, or null
	@Nullable FaultInjection reserveBefore(Link link, List<Execution> asked) {
		return reserve(link, asked, Effect.BeforeStatement.class, (effect) -> effect.statement());
	}

	// Put the faults in wait for statements that are about to be sent
	void trap(Link link, List<Execution> asked) {
		for (Execution execution : asked) {
			execution
				.trap(reserve(link, List.of(execution), Effect.AfterStatement.class, (effect) -> effect.statement()));
		}
	}

	private <E extends Effect> @Nullable FaultInjection reserve(Link link, List<Execution> asked, Class<E> type,
			Function<E, Predicate<Execution>> statement) {
		for (FaultInjection injection : this.active) {
			Effect effect = injection.fault().effect();
			if (type.isInstance(effect) && asked.stream().anyMatch(statement.apply(type.cast(effect)))
					&& injection.reserve(link)) {
				return injection;
			}
		}
		return null;
	}

	// The fault that is next to end a link after so many bytes, or null
	@Nullable FaultInjection byteLimit(Link link, Direction direction) {
		for (FaultInjection injection : this.active) {
			if (injection.fault().effect() instanceof Effect.AfterBytes limit && limit.direction() == direction
					&& !injection.isSpent() && injection.fault().concerns(link)) {
				return injection;
			}
		}
		return null;
	}

	List<FaultInjection> idleLimits() {
		return this.active.stream()
			.filter((injection) -> injection.fault().effect() instanceof Effect.WhenIdle)
			.toList();
	}

	boolean isEmpty() {
		return this.active.isEmpty();
	}

	private <E extends Effect> boolean any(Link link, Class<E> type, Predicate<E> predicate) {
		for (FaultInjection injection : this.active) {
			Effect effect = injection.fault().effect();
			if (type.isInstance(effect) && predicate.test(type.cast(effect)) && injection.fault().concerns(link)) {
				return true;
			}
		}
		return false;
	}

}
