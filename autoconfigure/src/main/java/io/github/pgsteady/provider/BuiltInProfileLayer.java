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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A profile that comes with the library: a properties file beside this class, whose keys
 * are those of {@link ProviderProperties}, each value with a {@code .reason} and a
 * {@code .source}. A blank value leaves the setting to pool and driver.
 */
class BuiltInProfileLayer implements ProfileLayer {

	private final String name;

	private final Properties properties;

	BuiltInProfileLayer(String name) {
		this.name = name;
		this.properties = load(name);
	}

	private static Properties load(String name) {
		try {
			return PropertiesLoaderUtils
				.loadProperties(new ClassPathResource(name + ".properties", BuiltInProfileLayer.class));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Properties getProperties() {
		return this.properties;
	}

	@Override
	public @Nullable ProfileValue value(Setting setting, @Nullable Variant variant) {
		String key = (variant != null) ? variant.getId() + "." + setting.getId() : setting.getId();
		String text = this.properties.getProperty(key);
		if (text == null) {
			return null;
		}
		Object value = StringUtils.hasText(text)
				? ApplicationConversionService.getSharedInstance().convert(text, setting.getType()) : null;
		String reason = this.properties.getProperty(key + ".reason");
		Assert.state(reason != null, () -> "No reason for '" + key + "' of " + this.name);
		return new ProfileValue(value, reason, this.properties.getProperty(key + ".source"),
				!Boolean.parseBoolean(this.properties.getProperty(key + ".unconfirmed")), null);
	}

	@Override
	public @Nullable Boolean maySleep() {
		return Boolean.valueOf(this.properties.getProperty("may-sleep"));
	}

	@Override
	public Set<String> hosts() {
		return list("hosts");
	}

	@Override
	public Set<String> hosts(EndpointKind kind) {
		return list(kind.getId() + ".hosts");
	}

	@Override
	public Set<String> privateHosts() {
		return list("private-network.hosts");
	}

	@Override
	public Set<String> platformVariables() {
		return list("platform-variables");
	}

	@Override
	public Set<String> unpooledVariables() {
		return list("unpooled-variables");
	}

	@Override
	public @Nullable AddressRule unpooledAddress() {
		return AddressRule.of(this.properties.getProperty("transaction-pooler.unpooled-address", ""));
	}

	private Set<String> list(String key) {
		return StringUtils.commaDelimitedListToSet(StringUtils.trimAllWhitespace(this.properties.getProperty(key, "")));
	}

}
