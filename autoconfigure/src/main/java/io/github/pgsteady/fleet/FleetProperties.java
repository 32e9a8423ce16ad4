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

package io.github.pgsteady.fleet;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * Properties of all instances of the application together.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.fleet")
public class FleetProperties {

	/**
	 * What is done about the connections that all instances share: whether each finds out
	 * from the server what its pool should hold, and whether the pool gets that size.
	 */
	private FleetMode mode = FleetMode.OBSERVE;

	/**
	 * How many connections there are for all who use the server, instead of what the
	 * server says, or the provider's profile where a pooler stands before it.
	 */
	private @Nullable Integer limit;

	/**
	 * Weight of this application among those that share the server: with 2, each instance
	 * gets twice what one with 1 gets.
	 */
	private int weight = 1;

	/**
	 * How often the server is asked at most; all instances should agree on it.
	 */
	private Duration interval = Duration.ofSeconds(15);

	/**
	 * How many instances of the application there are at the same time, at most; a
	 * rolling deployment adds one. Pool sizes are compared with the provider's limit by
	 * it where the instances cannot be seen, which is behind a pooler.
	 */
	private @Nullable Integer instances;

	public FleetMode getMode() {
		return this.mode;
	}

	public void setMode(FleetMode mode) {
		this.mode = mode;
	}

	public @Nullable Integer getLimit() {
		return this.limit;
	}

	public void setLimit(@Nullable Integer limit) {
		Assert.isTrue(limit == null || limit >= 1, "There must be at least 1 connection");
		this.limit = limit;
	}

	public int getWeight() {
		return this.weight;
	}

	public void setWeight(int weight) {
		Assert.isTrue(weight >= 1 && weight <= InstanceMark.GREATEST_WEIGHT,
				() -> "The weight must be from 1 to " + InstanceMark.GREATEST_WEIGHT);
		this.weight = weight;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		Assert.isTrue(interval.compareTo(Duration.ofSeconds(1)) >= 0, "The interval must be at least 1 s");
		this.interval = interval;
	}

	public @Nullable Integer getInstances() {
		return this.instances;
	}

	public void setInstances(@Nullable Integer instances) {
		Assert.isTrue(instances == null || instances >= 1, "There must be at least 1 instance");
		this.instances = instances;
	}

}
