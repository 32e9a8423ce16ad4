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

package io.github.pgsteady.benchmark;

/**
 * What is measured of one start.
 */
enum Figure {

	/**
	 * Wall time from the start of the process until it says that it is ready, in
	 * milliseconds.
	 */
	WALL("process started to ready, by the clock (ms)"),

	/**
	 * Uptime of the JVM when the application is ready, in milliseconds.
	 */
	READY("JVM uptime when ready (ms)"),

	/**
	 * Time that Spring Boot itself says it took from its start until the application is
	 * ready, in milliseconds.
	 */
	STARTED("Spring Boot's own start time (ms)"),

	/**
	 * Uptime of the JVM when the first query has been answered, in milliseconds.
	 */
	QUERIED("JVM uptime after the first query (ms)"),

	/**
	 * Processor time that the main thread has used when the application is ready, in
	 * milliseconds. What else the machine does disturbs this the least.
	 */
	CPU("processor time of the main thread when ready (ms)"),

	/**
	 * Number of classes that the JVM has loaded when the application is ready.
	 */
	CLASSES("classes loaded when ready");

	private static final String PREFIX = "benchmark: ";

	private final String description;

	Figure(String description) {
		this.description = description;
	}

	/**
	 * Return whether a line of output says this figure.
	 * @param line the line
	 * @return whether the line is about this figure
	 */
	boolean isIn(String line) {
		return line.startsWith(PREFIX + name() + " ");
	}

	/**
	 * Return what a line of output says of this figure.
	 * @param line a line that is about this figure
	 * @return the value
	 */
	double in(String line) {
		return Double.parseDouble(line.substring(PREFIX.length() + name().length() + 1));
	}

	/**
	 * Return the line of output that says this figure.
	 * @param value the value
	 * @return the line
	 */
	String line(long value) {
		return PREFIX + name() + " " + value;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
