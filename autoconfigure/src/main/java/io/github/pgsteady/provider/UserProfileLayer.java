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

package io.github.pgsteady.provider;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What the user says of a provider under {@code pgsteady.providers.<name>}. An empty
 * {@code sslmode} or {@code application-name} leaves it to the driver.
 */
class UserProfileLayer implements ProfileLayer {

	private final String name;

	private final ProviderProperties properties;

	UserProfileLayer(String name, ProviderProperties properties) {
		this.name = name;
		this.properties = properties;
		check("hosts", properties.getHosts());
		for (EndpointKind kind : EndpointKind.values()) {
			check(kind.getId() + ".hosts", hosts(kind));
		}
		check("private-network.hosts", privateHosts());
		String rule = properties.getTransactionPooler().getUnpooledAddress();
		if (rule != null && AddressRule.of(rule) == null) {
			throw new InvalidConfigurationPropertyValueException(property("transaction-pooler.unpooled-address"), rule,
					"Must say which part of host:port is replaced by what, such as ':6543 -> :5432'");
		}
	}

	private void check(String key, Set<String> patterns) {
		for (String pattern : patterns) {
			String problem = HostPattern.problemWith(pattern);
			if (problem != null) {
				throw new InvalidConfigurationPropertyValueException(property(key), pattern, problem);
			}
		}
	}

	private String property(String key) {
		return "pgsteady.providers." + this.name + "." + key;
	}

	@Override
	public @Nullable ProfileValue value(Setting setting, @Nullable Variant variant) {
		Object value = setting.from((variant != null) ? variant.in(this.properties) : this.properties);
		if (value == null) {
			return null;
		}
		String property = property(((variant != null) ? variant.getId() + "." : "") + setting.getId());
		String problem = SettingBounds.problemWith(setting, value);
		if (problem != null) {
			throw new InvalidConfigurationPropertyValueException(property, value, problem);
		}
		return new ProfileValue("".equals(value) ? null : value, "You set it for this provider", null, true, property);
	}

	@Override
	public @Nullable Boolean maySleep() {
		return this.properties.getMaySleep();
	}

	@Override
	public Set<String> hosts() {
		return this.properties.getHosts();
	}

	@Override
	public Set<String> hosts(EndpointKind kind) {
		return switch (kind) {
			case DIRECT -> this.properties.getDirect().getHosts();
			case SESSION_POOLER -> this.properties.getSessionPooler().getHosts();
			case TRANSACTION_POOLER -> this.properties.getTransactionPooler().getHosts();
		};
	}

	@Override
	public Set<String> privateHosts() {
		return this.properties.getPrivateNetwork().getHosts();
	}

	@Override
	public Set<String> platformVariables() {
		return this.properties.getPlatformVariables();
	}

	@Override
	public Set<String> unpooledVariables() {
		return this.properties.getUnpooledVariables();
	}

	@Override
	public @Nullable AddressRule unpooledAddress() {
		String rule = this.properties.getTransactionPooler().getUnpooledAddress();
		return (rule != null) ? AddressRule.of(rule) : null;
	}

}
