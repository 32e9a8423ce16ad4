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

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.Setting;

/**
 * The share of an instance where it cannot see the others: from what the application says
 * of them, and the provider of its limit.
 *
 * @param limit how many connections there are for all, or {@code null} if nobody knows
 * @param instances how many there are, or {@code null} if nobody knows
 */
record StaticShare(@Nullable Integer limit, @Nullable Integer instances) {

	// They start the instances of a deployment beside those that they replace
	private static final Map<String, Integer> SURGES = Map.of("RAILWAY_REPLICA_ID", 2, "RENDER_INSTANCE_ID", 2);

	static StaticShare of(FleetProperties properties, TunedPool pool, Environment environment) {
		Integer limit = properties.getLimit();
		if (limit == null && pool.getSetting(Setting.CONNECTION_LIMIT).value() instanceof Integer ofProvider) {
			limit = ofProvider;
		}
		Integer instances = properties.getInstances();
		return new StaticShare(limit, (instances != null) ? instances : surge(environment));
	}

	// Their variables tell which instance this is, but not how many there are
	private static @Nullable Integer surge(Environment environment) {
		return SURGES.entrySet()
			.stream()
			.filter((surge) -> environment.containsProperty(surge.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return what an instance should hold.
	 * @param own the instance
	 * @return its share, or {@code null} if nobody knows
	 */
	@Nullable Integer of(InstanceMark own) {
		if (this.limit == null || this.instances == null) {
			return null;
		}
		int each = (this.limit - FairShare.FOR_ADMINISTRATORS) / this.instances;
		return Math.min(own.most(), Math.max(FairShare.LEAST, each));
	}

	/**
	 * Return what is known, for those who ask.
	 * @param own the instance
	 * @param mode what is done about it
	 * @param pending whether it will be found out
	 * @param reason why it is not found out
	 * @return the status
	 */
	FleetStatus status(InstanceMark own, FleetMode mode, boolean pending, String reason) {
		Integer wanted = (this.instances != null) ? Integer.valueOf(this.instances * own.most()) : null;
		boolean enough = this.limit == null || this.instances == null
				|| (long) this.instances * Math.min(FairShare.LEAST, own.most()) <= this.limit;
		return new FleetStatus(mode, false, pending, reason, this.limit, null, this.instances, wanted, of(own), enough,
				null);
	}

}
