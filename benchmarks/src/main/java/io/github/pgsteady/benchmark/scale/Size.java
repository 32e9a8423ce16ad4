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

import java.util.ArrayList;
import java.util.List;

/**
 * How much there is of everything.
 *
 * @param threads the number of threads that call
 * @param virtual whether they are virtual
 * @param connections the number of connections in each pool
 * @param sources the number of DataSources
 */
record Size(int threads, boolean virtual, int connections, int sources) {

	private static final int[] THREADS = { 1, 10, 50, 100, 500 };

	private static final int[] CONNECTIONS = { 1, 10, 100 };

	private static final int[] SOURCES = { 5, 20 };

	/**
	 * Return all sizes that are measured.
	 * @param withVirtual whether virtual threads are among them
	 * @return the sizes
	 */
	static List<Size> all(boolean withVirtual) {
		List<Size> sizes = new ArrayList<>();
		for (boolean virtual : withVirtual ? new boolean[] { false, true } : new boolean[] { false }) {
			for (int connections : CONNECTIONS) {
				for (int threads : THREADS) {
					sizes.add(new Size(threads, virtual, connections, 1));
				}
			}
			for (int sources : SOURCES) {
				sizes.add(new Size(100, virtual, 10, sources));
			}
		}
		return sizes;
	}

	static Size parse(String text) {
		String[] parts = text.split(" ");
		return new Size(Integer.parseInt(parts[0]), Boolean.parseBoolean(parts[1]), Integer.parseInt(parts[2]),
				Integer.parseInt(parts[3]));
	}

	String format() {
		return "%s %s %s %s".formatted(this.threads, this.virtual, this.connections, this.sources);
	}

	/**
	 * Return the first cells of a row.
	 * @return all numbers
	 */
	@Override
	public String toString() {
		return "%s %s | %s | %s".formatted(this.threads, this.virtual ? "virtual" : "platform", this.connections,
				this.sources);
	}

}
