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

import org.springframework.util.function.SingletonSupplier;

/**
 * A method whose calls are guarded.
 */
final class GuardedMethod {

	private final CallPlan plan;

	private final Supplier<Binding> binding;

	/**
	 * Create a new instance.
	 * @param plan what is known of its calls
	 * @param binding finds out which pool they use, with the first call
	 */
	GuardedMethod(CallPlan plan, Supplier<Binding> binding) {
		this.plan = plan;
		this.binding = SingletonSupplier.of(binding);
	}

	CallPlan getPlan() {
		return this.plan;
	}

	Binding getBinding() {
		return this.binding.get();
	}

}
