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

package io.github.pgsteady.connection;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds out who gave a connection back.
 */
final class CallingCode {

	private static final String POOL = "com.zaxxer.hikari.";

	private static final List<String> OURS = List.of(CallingCode.class.getName(), RecordingConnection.class.getName());

	private static final StackWalker WALKER = StackWalker.getInstance();

	private CallingCode() {
	}

	/**
	 * Return the place that closed the connection of the pool.
	 * @return the place, or {@code null} if it is not in the application, but in what
	 * manages connections for it
	 */
	static @Nullable StackTraceElement outsideOfPool() {
		StackTraceElement place = WALKER.walk((frames) -> frames.map(StackWalker.StackFrame::toStackTraceElement)
			.dropWhile((frame) -> OURS.contains(frame.getClassName()) || frame.getClassName().startsWith(POOL))
			.findFirst()
			.orElse(null));
		return (place == null || isManaging(place.getClassName())) ? null : place;
	}

	/**
	 * Return whether the pool calls, and not the application through it.
	 * @return whether it does
	 */
	static boolean isPool() {
		return WALKER.walk((frames) -> frames.dropWhile((frame) -> OURS.contains(frame.getClassName()))
			.findFirst()
			.filter((frame) -> frame.getClassName().startsWith(POOL) && frame.getMethodName().equals("close"))
			.isPresent());
	}

	private static boolean isManaging(String className) {
		return className.startsWith("org.springframework.") || className.startsWith("org.hibernate.");
	}

}
