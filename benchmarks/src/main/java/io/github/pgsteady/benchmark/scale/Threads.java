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

package io.github.pgsteady.benchmark.scale;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Makes the threads that call, virtual ones where the JVM has them.
 */
final class Threads {

	private static final @Nullable MethodHandle VIRTUAL = findVirtual();

	private Threads() {
	}

	private static @Nullable MethodHandle findVirtual() {
		try {
			return MethodHandles.publicLookup()
				.findStatic(Executors.class, "newVirtualThreadPerTaskExecutor",
						MethodType.methodType(ExecutorService.class));
		}
		catch (ReflectiveOperationException ex) {
			// Java 17
			return null;
		}
	}

	static boolean canBeVirtual() {
		return VIRTUAL != null;
	}

	static ExecutorService of(int count, boolean virtual) {
		if (!virtual) {
			return Executors.newFixedThreadPool(count);
		}
		Assert.state(VIRTUAL != null, "This JVM has no virtual threads");
		try {
			return (ExecutorService) VIRTUAL.invokeExact();
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
