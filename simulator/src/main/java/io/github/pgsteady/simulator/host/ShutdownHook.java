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

package io.github.pgsteady.simulator.host;

/**
 * Ends with the JVM what nobody has closed.
 *
 * @since 0.1.0
 */
public final class ShutdownHook {

	private final Thread thread;

	/**
	 * Create a hook, which does nothing before it is registered.
	 * @param action what ends it; it may run at any moment from then on
	 */
	public ShutdownHook(Runnable action) {
		this.thread = new Thread(action, "pgsteady-simulator-shutdown");
	}

	/**
	 * Let the action run when the JVM ends.
	 */
	public void register() {
		Runtime.getRuntime().addShutdownHook(this.thread);
	}

	/**
	 * Let the action not run any more. The action itself may call this.
	 */
	public void remove() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.thread);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, and this may be the hook itself
		}
	}

}
