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

package io.github.pgsteady.sample;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application as a process of its own that is given nothing.
 */
@Tag("smoke")
class ExecutableJarIntegrationTests {

	private static final String DATA_DIRECTORY = "glob:**/epg*";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void embeddedPostgresStartsAndStopsWithApplication(boolean aotEnabled) throws IOException {
		try (ApplicationProcess application = ApplicationProcess.start(null, aotEnabled, this.directory)) {
			assertThat(application.getOutput()).contains(aotEnabled ? "Starting AOT-processed" : "Starting Orders");
			assertThat(this.directory).isDirectoryContaining(DATA_DIRECTORY);
			get(application, "/actuator/health/db").expectStatus().isOk();
			get(application, "/orders").expectStatus().isOk();
		}
		assertThat(this.directory).isDirectoryNotContaining(DATA_DIRECTORY);
	}

	private RestTestClient.ResponseSpec get(ApplicationProcess application, String uri) {
		return RestTestClient.bindToServer().baseUrl(application.getUrl()).build().get().uri(uri).exchange();
	}

}
