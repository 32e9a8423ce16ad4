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

package io.github.pgsteady.failure;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/**
 * All exceptions that belong to one: causes, next exceptions, suppressed ones, and what
 * the application threw before a rollback failed. The outer ones come first.
 */
final class ExceptionChain {

	// Chains of batches and of retries can be long; what matters comes first in them
	private static final int LIMIT = 200;

	private ExceptionChain() {
	}

	static List<Throwable> of(Throwable exception) {
		List<Throwable> found = new ArrayList<>();
		Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Throwable> open = new ArrayDeque<>();
		open.add(exception);
		while (!open.isEmpty() && found.size() < LIMIT) {
			Throwable next = open.remove();
			if (known.add(next)) {
				found.add(next);
				open.addAll(behind(next));
			}
		}
		return found;
	}

	private static List<Throwable> behind(Throwable exception) {
		List<Throwable> behind = new ArrayList<>();
		if (exception instanceof TransactionSystemException failure) {
			// Why the application wanted to roll back says more than why that failed
			add(behind, failure.getApplicationException());
		}
		add(behind, exception.getCause());
		if (exception instanceof SQLException failure) {
			add(behind, failure.getNextException());
		}
		behind.addAll(Arrays.asList(exception.getSuppressed()));
		return behind;
	}

	private static void add(List<Throwable> exceptions, @Nullable Throwable exception) {
		if (exception != null) {
			exceptions.add(exception);
		}
	}

}
