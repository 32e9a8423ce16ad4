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

package io.github.pgsteady.retry.schedule;

import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.retry.DatabaseRetry;
import io.github.pgsteady.retry.RetryMode;

/**
 * Calls with each declaration.
 */
final class DeclaredCalls {

	private DeclaredCalls() {
	}

	/**
	 * Each statement is committed by itself, unless the body begins a transaction.
	 */
	@Repository
	static class PlainCalls {

		@DatabaseRetry(RetryMode.NEVER)
		void never(Runnable body) {
			body.run();
		}

		@DatabaseRetry(RetryMode.CONNECT_ONLY)
		void connectOnly(Runnable body) {
			body.run();
		}

		@DatabaseRetry(RetryMode.RERUN)
		void rerun(Runnable body) {
			body.run();
		}

		@DatabaseRetry(RetryMode.IDEMPOTENT)
		void idempotent(Runnable body) {
			body.run();
		}

	}

	/**
	 * The body is one transaction.
	 */
	@Transactional
	static class TransactionalCalls {

		@DatabaseRetry(RetryMode.NEVER)
		void never(Runnable body) {
			body.run();
		}

		@DatabaseRetry(RetryMode.CONNECT_ONLY)
		void connectOnly(Runnable body) {
			body.run();
		}

		@DatabaseRetry(RetryMode.RERUN)
		void rerun(Runnable body) {
			body.run();
		}

		@DatabaseRetry(RetryMode.IDEMPOTENT)
		void idempotent(Runnable body) {
			body.run();
		}

	}

}
