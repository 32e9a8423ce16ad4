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
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread that looks after all links, and one for each DataSource whose server has to
 * be asked. They end by themselves when there is nothing to do.
 */
final class DaemonWatchThreads implements WatchThreads {

	private static final long IDLE_SECONDS = 10;

	private final ScheduledThreadPoolExecutor looks = new ScheduledThreadPoolExecutor(1, daemons("pgsteady-links"));

	DaemonWatchThreads() {
		this.looks.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.looks.allowCoreThreadTimeOut(true);
		this.looks.setRemoveOnCancelPolicy(true);
	}

	@Override
	public Future<?> repeat(Runnable task, Duration period) {
		long nanos = period.toNanos();
		return this.looks.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void run(Runnable task) {
		this.looks.execute(task);
	}

	@Override
	public Executor inquirer() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons("pgsteady-inquiry"));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
