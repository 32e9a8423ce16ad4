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

package io.github.pgsteady.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import io.github.pgsteady.connection.CommitOutcome;

/**
 * Properties of what is repeated after a failure of the database.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.retry")
public class RetryProperties {

	/**
	 * What of repository calls may be repeated.
	 */
	private RetryMode repositories = RetryMode.RERUN;

	/**
	 * What of transactional methods may be repeated that are no repository calls. Their
	 * bodies may have had effects elsewhere, such as a mail.
	 */
	private RetryMode transactionalMethods = RetryMode.CONNECT_ONLY;

	/**
	 * Which of them are repeated at all, as patterns of the qualified name of the class
	 * and the method, such as "com.example.orders.*". All if empty.
	 */
	private List<String> include = new ArrayList<>();

	/**
	 * Which of them are not.
	 */
	private List<String> exclude = new ArrayList<>();

	/**
	 * How many calls of a pool may wait for a database that is away; the others fail at
	 * once. By default twice the maximum size of the pool.
	 */
	private @Nullable Integer maxWaiting;

	/**
	 * What is done about a COMMIT that was not answered: report the outcome as unknown,
	 * or ask the server on another connection. The latter takes one round trip more for
	 * each transaction that is not read-only.
	 */
	private CommitOutcome commitOutcome = CommitOutcome.SURFACE;

	private final Connect connect = new Connect();

	private final Limits read = new Limits();

	private final Limits transaction = new Limits();

	private final Budget budget = new Budget();

	public RetryMode getRepositories() {
		return this.repositories;
	}

	public void setRepositories(RetryMode repositories) {
		this.repositories = repositories;
	}

	public RetryMode getTransactionalMethods() {
		return this.transactionalMethods;
	}

	public void setTransactionalMethods(RetryMode transactionalMethods) {
		this.transactionalMethods = transactionalMethods;
	}

	public List<String> getInclude() {
		return this.include;
	}

	public void setInclude(List<String> include) {
		this.include = include;
	}

	public List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(List<String> exclude) {
		this.exclude = exclude;
	}

	public @Nullable Integer getMaxWaiting() {
		return this.maxWaiting;
	}

	public void setMaxWaiting(@Nullable Integer maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	public CommitOutcome getCommitOutcome() {
		return this.commitOutcome;
	}

	public void setCommitOutcome(CommitOutcome commitOutcome) {
		this.commitOutcome = commitOutcome;
	}

	public Connect getConnect() {
		return this.connect;
	}

	public Limits getRead() {
		return this.read;
	}

	public Limits getTransaction() {
		return this.transaction;
	}

	public Budget getBudget() {
		return this.budget;
	}

	/**
	 * Limits of calls that found no connection.
	 */
	public static class Connect {

		/**
		 * How long a call may wait for a connection, all attempts together; no attempt
		 * begins after that. By default the recovery window of the provider.
		 */
		private @Nullable Duration deadline;

		public @Nullable Duration getDeadline() {
			return this.deadline;
		}

		public void setDeadline(@Nullable Duration deadline) {
			this.deadline = deadline;
		}

	}

	/**
	 * Limits of calls that failed later.
	 */
	public static class Limits {

		/**
		 * How often a call is repeated at most; 0 for never. The first attempt is no
		 * retry.
		 */
		private int maxRetries = 4;

		/**
		 * How long after the first failure a retry may begin.
		 */
		private Duration deadline = Duration.ofSeconds(10);

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDeadline() {
			return this.deadline;
		}

		public void setDeadline(Duration deadline) {
			this.deadline = deadline;
		}

	}

	/**
	 * How many retries there may be among all calls of a pool, so that they do not
	 * multiply the load on a database in trouble. Waiting for a connection is not
	 * counted.
	 */
	public static class Budget {

		/**
		 * Retries for each call.
		 */
		private double ratio = 0.1;

		/**
		 * Retries in a row, whatever there was before. By default four for each
		 * connection of the pool, at least 10.
		 */
		private @Nullable Integer burst;

		public double getRatio() {
			return this.ratio;
		}

		public void setRatio(double ratio) {
			this.ratio = ratio;
		}

		public @Nullable Integer getBurst() {
			return this.burst;
		}

		public void setBurst(@Nullable Integer burst) {
			this.burst = burst;
		}

	}

}
