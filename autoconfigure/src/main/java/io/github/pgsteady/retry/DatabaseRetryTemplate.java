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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Executes whatever uses a database by the same rules as the calls of repositories: with
 * {@code TransactionTemplate}, {@code JdbcClient}, jOOQ or anything else. Within a
 * transaction, or within another such call, it only executes it: what is repeated is the
 * outermost call. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class DatabaseRetryTemplate {

	private static final String NAME = "DatabaseRetryTemplate";

	private final CallGuard guard;

	private final Supplier<Binding> binding;

	DatabaseRetryTemplate(CallGuard guard, Bindings bindings) {
		this.guard = guard;
		this.binding = SingletonSupplier.of(() -> bindings.of(null, null));
	}

	/**
	 * Execute a call, and again whatever of it was certainly not committed.
	 * @param call the call
	 * @param <T> the type of what it returns
	 * @param <E> the type of what it throws
	 * @return what it has found
	 * @throws E what it threw the last time
	 * @throws OutcomeUnknownException if something of it may have been committed
	 */
	public <T extends @Nullable Object, E extends Exception> T execute(DatabaseCall<T, E> call) throws E {
		return execute(NAME, RetryMode.RERUN, call);
	}

	/**
	 * Execute a call.
	 * @param name what to call it in exceptions and events
	 * @param mode what of it may be repeated; {@link RetryMode#CONNECT_ONLY} is for
	 * methods that begin transactions, and here the same as {@link RetryMode#NEVER}
	 * @param call the call
	 * @param <T> the type of what it returns
	 * @param <E> the type of what it throws
	 * @return what it has found
	 * @throws E what it threw the last time
	 * @throws OutcomeUnknownException if something of it may have been committed
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <T extends @Nullable Object, E extends Exception> T execute(String name, RetryMode mode,
			DatabaseCall<T, E> call) throws E {
		if (CallGuard.isWithinCall()) {
			return call.execute();
		}
		CallPlan plan = new CallPlan(name, mode, false, true, false, null, null);
		try {
			return (T) this.guard.run(plan, this.binding.get(), call::execute);
		}
		catch (Error | RuntimeException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw (E) ex;
		}
	}

}
