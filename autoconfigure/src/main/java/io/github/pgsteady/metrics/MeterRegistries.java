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

package io.github.pgsteady.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * The registries of the application. Connections are made before there is one, so what
 * happens until then is kept for the first.
 */
final class MeterRegistries {

	// An application that does not start for long, or has no registry at all
	private static final int MAXIMUM_KEPT = 1000;

	private final List<Consumer<MeterRegistry>> kept = new ArrayList<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	void add(MeterRegistry registry) {
		List<Consumer<MeterRegistry>> kept;
		synchronized (this.kept) {
			this.registries.add(registry);
			kept = List.copyOf(this.kept);
			this.kept.clear();
		}
		kept.forEach((event) -> event.accept(registry));
	}

	/**
	 * Do something with those that there are; the others are told when they come.
	 * @param action what to do
	 */
	void forEach(Consumer<MeterRegistry> action) {
		this.registries.forEach(action);
	}

	void measure(Consumer<MeterRegistry> event) {
		if (this.registries.isEmpty()) {
			synchronized (this.kept) {
				if (this.registries.isEmpty()) {
					if (this.kept.size() < MAXIMUM_KEPT) {
						this.kept.add(event);
					}
					return;
				}
			}
		}
		this.registries.forEach(event);
	}

}
