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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetProperties}.
 */
class FleetPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "limit, 0, at least 1 connection", "instances, 0, at least 1 instance", "weight, 0, from 1 to 999",
			"weight, 1000, from 1 to 999", "interval, 10ms, at least 1 s", "mode, share, FleetMode" })
	void impossibleSettings(String name, String value, String message) {
		new ApplicationContextRunner().withUserConfiguration(Properties.class)
			.withPropertyValues("pgsteady.fleet." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("pgsteady.fleet")
				.rootCause()
				.hasMessageContaining(message));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(FleetProperties.class)
	static class Properties {

	}

}
