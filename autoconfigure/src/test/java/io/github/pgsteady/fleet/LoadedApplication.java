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

package io.github.pgsteady.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application whose threads write without a pause, until a line comes in. It says
 * several times a second how it is.
 */
public final class LoadedApplication {

	private static final int THREADS = 12;

	private final AtomicLong succeeded = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong first = new AtomicLong();

	private final HikariDataSource dataSource;

	private final int number;

	private volatile boolean stopping;

	private LoadedApplication(HikariDataSource dataSource, int number) {
		this.number = number;
		this.dataSource = dataSource;
	}

	public static void main(String... arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Instance.Application.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(Stream.concat(Stream.of("--logging.level.root=error"), Stream.of(arguments)).toArray(String[]::new))) {
			new LoadedApplication(context.getBean(HikariDataSource.class),
					context.getEnvironment().getRequiredProperty("number", int.class))
				.run();
		}
	}

	private void run() throws IOException, InterruptedException {
		ExecutorService users = Executors.newFixedThreadPool(THREADS);
		ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor();
		long begin = System.nanoTime();
		for (int i = 0; i < THREADS; i++) {
			users.execute(() -> callUntilStopped(begin));
		}
		reports.scheduleAtFixedRate(this::report, 100, 100, TimeUnit.MILLISECONDS);
		System.in.read();
		this.stopping = true;
		users.shutdown();
		users.awaitTermination(1, TimeUnit.MINUTES);
		reports.shutdownNow();
		reports.awaitTermination(1, TimeUnit.MINUTES);
		report();
	}

	private void callUntilStopped(long begin) {
		JdbcClient jdbc = JdbcClient.create(this.dataSource);
		while (!this.stopping) {
			try {
				jdbc.sql("WITH pause AS (SELECT pg_sleep(0.02)) INSERT INTO calls SELECT ? FROM pause")
					.param(this.number)
					.update();
				if (this.succeeded.getAndIncrement() == 0) {
					this.first.set(System.nanoTime() - begin);
				}
			}
			catch (RuntimeException ex) {
				this.failed.incrementAndGet();
				System.err.println("A call failed: " + ex);
			}
		}
	}

	private void report() {
		HikariPoolMXBean running = this.dataSource.getHikariPoolMXBean();
		System.out
			.println(new Report(this.succeeded.get(), this.failed.get(), Duration.ofNanos(this.first.get()).toMillis(),
					this.dataSource.getMaximumPoolSize(), (running != null) ? running.getTotalConnections() : 0));
	}

	/**
	 * How an application is.
	 *
	 * @param succeeded calls that succeeded
	 * @param failed calls that failed
	 * @param first how many milliseconds it took until the first succeeded
	 * @param size how large its pool may be
	 * @param open how many connections it has
	 */
	record Report(long succeeded, long failed, long first, int size, int open) {

		private static final String PREFIX = "report ";

		static @Nullable Report parse(String line) {
			if (!line.startsWith(PREFIX)) {
				return null;
			}
			List<Long> numbers = Stream.of(line.substring(PREFIX.length()).split(" ")).map(Long::valueOf).toList();
			return new Report(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3).intValue(),
					numbers.get(4).intValue());
		}

		@Override
		public String toString() {
			return PREFIX + String.format(Locale.ROOT, "%s %s %s %s %s", this.succeeded, this.failed, this.first,
					this.size, this.open);
		}

	}

}
