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

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files of the built-in profiles.
 */
class BuiltInProfilesTests {

	static final List<String> names = ProviderCatalog.BUILT_IN;

	private static final List<String> OTHER_KEYS = List.of("hosts", "direct.hosts", "session-pooler.hosts",
			"transaction-pooler.hosts", "transaction-pooler.unpooled-address", "private-network.hosts",
			"platform-variables", "unpooled-variables", "may-sleep");

	@ParameterizedTest
	@FieldSource("names")
	void everyKeyIsKnown(String name) {
		List<String> known = Stream
			.concat(OTHER_KEYS.stream(),
					settingKeys()
						.flatMap((key) -> Stream.of(key, key + ".reason", key + ".source", key + ".unconfirmed")))
			.toList();
		assertThat(file(name).stringPropertyNames()).isSubsetOf(known);
	}

	@ParameterizedTest
	@FieldSource("names")
	void everyValueHasAReasonAndASource(String name) {
		Properties file = file(name);
		settingKeys().filter(file::containsKey).forEach((key) -> {
			assertThat(file.getProperty(key + ".reason")).as(key + ".reason").isNotBlank();
			assertThat(file.getProperty(key + ".source")).as(key + ".source").isNotBlank();
		});
		settingKeys().filter((key) -> !file.containsKey(key))
			.forEach((key) -> assertThat(file.containsKey(key + ".reason")).as(key + " has a reason only").isFalse());
	}

	@ParameterizedTest
	@FieldSource("names")
	void everyValueIsOneThatPoolAndDriverCanWorkWith(String name) {
		BuiltInProfileLayer layer = new BuiltInProfileLayer(name);
		for (Setting setting : Setting.values()) {
			check(layer.value(setting, null), setting, name);
			for (Variant variant : Variant.values()) {
				check(layer.value(setting, variant), setting, name + " " + variant);
			}
		}
	}

	@ParameterizedTest
	@FieldSource("names")
	void onlyTransactionPoolersSwitchPreparedStatementsOff(String name) {
		assertThat(file(name).stringPropertyNames()).filteredOn((key) -> key.endsWith("prepare-threshold"))
			.isSubsetOf("transaction-pooler.prepare-threshold");
	}

	private void check(ProfileValue value, Setting setting, String where) {
		if (value != null && value.value() != null) {
			assertThat(SettingBounds.problemWith(setting, value.value())).as(where + " " + setting).isNull();
		}
	}

	private Stream<String> settingKeys() {
		return Arrays.stream(Setting.values())
			.map(Setting::getId)
			.flatMap((id) -> Stream.concat(Stream.of(id),
					Arrays.stream(Variant.values()).map((variant) -> variant.getId() + "." + id)));
	}

	private Properties file(String name) {
		return new BuiltInProfileLayer(name).getProperties();
	}

}
