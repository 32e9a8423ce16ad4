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

import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.context.RetryContextSupport;
import org.springframework.retry.support.RetryTemplate;

/**
 * The loop of spring-retry, for calls that have failed once already: their first failure
 * stands for the first attempt.
 */
final class RetryLoop {

	private final Pauses pauses;

	RetryLoop(Pauses pauses) {
		this.pauses = pauses;
	}

	@Nullable Object run(TroubledCall call, Attempt attempt, Throwable first) throws Throwable {
		RetryTemplate template = new RetryTemplate();
		template.setRetryPolicy(new CallRetryPolicy(call));
		template.setBackOffPolicy(new CallBackOffPolicy(call, this.pauses));
		Throwable[] last = { first };
		try {
			Object result = template.<@Nullable Object, Throwable>execute((context) -> {
				if (context.getRetryCount() == 0) {
					throw first;
				}
				try {
					return call.repeat(attempt);
				}
				catch (Throwable ex) {
					last[0] = ex;
					throw ex;
				}
			});
			call.recovered();
			return result;
		}
		catch (BackOffInterruptedException ex) {
			if (this.pauses.isRunning()) {
				Thread.currentThread().interrupt();
			}
			call.interrupted();
			throw call.givenUp(last[0]);
		}
		catch (Throwable ex) {
			throw call.givenUp(ex);
		}
	}

	/**
	 * Does what was decided when the attempt failed.
	 */
	private static final class CallRetryPolicy implements RetryPolicy {

		private static final long serialVersionUID = 1L;

		private final transient TroubledCall call;

		CallRetryPolicy(TroubledCall call) {
			this.call = call;
		}

		@Override
		public boolean canRetry(RetryContext context) {
			return context.getLastThrowable() == null || this.call.isRepeated();
		}

		@Override
		public RetryContext open(RetryContext parent) {
			return new RetryContextSupport(parent);
		}

		@Override
		public void close(RetryContext context) {
		}

		@Override
		public void registerThrowable(RetryContext context, Throwable throwable) {
			((RetryContextSupport) context).registerThrowable(throwable);
		}

	}

	/**
	 * Waits as long as was decided when the attempt failed.
	 */
	private static final class CallBackOffPolicy implements BackOffPolicy {

		private final TroubledCall call;

		private final Pauses pauses;

		CallBackOffPolicy(TroubledCall call, Pauses pauses) {
			this.call = call;
			this.pauses = pauses;
		}

		@Override
		public @Nullable BackOffContext start(RetryContext context) {
			return null;
		}

		@Override
		public void backOff(@Nullable BackOffContext context) throws BackOffInterruptedException {
			try {
				this.call.pause(this.pauses);
			}
			catch (InterruptedException ex) {
				throw new BackOffInterruptedException("Waiting for the next attempt was interrupted", ex);
			}
		}

	}

}
