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

import java.time.Duration;
import java.util.function.Function;

import io.github.pgsteady.failure.Failure;

/**
 * Has the links of DataSources watched.
 *
 * @since 0.1.0
 */
public final class LinkWatches {

	private final Duration suspectAfter;

	private final WatchThreads threads = new DaemonWatchThreads();

	/**
	 * Create watches.
	 * @param suspectAfter how long an answer may stay away before the server is asked
	 */
	public LinkWatches(Duration suspectAfter) {
		this.suspectAfter = suspectAfter;
	}

	/**
	 * Watch the links of a DataSource.
	 * @param name the name of its bean
	 * @param sessions to whom the sessions of the server belong
	 * @param recoveryWindow how long the provider may take to bring the database back
	 * @param connector makes the connection that the server is asked on
	 * @param classifier says what it means when that cannot be made
	 * @param listener is told what happens
	 * @return the watch
	 */
	public LinkWatch watch(String name, SessionOwnership sessions, Duration recoveryWindow, LinkConnector connector,
			Function<Exception, Failure> classifier, LinkListener listener) {
		WatchTimes times = new WatchTimes(this.suspectAfter, recoveryWindow);
		SessionNumbers numbers = new SessionNumbers(sessions);
		Inquirer inquirer = new Inquirer(connector, classifier, numbers, times.confirmation());
		return new LinkWatch(name, times, numbers, listener, inquirer, this.threads, System::nanoTime);
	}

}
