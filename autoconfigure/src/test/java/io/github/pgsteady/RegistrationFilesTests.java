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

package io.github.pgsteady;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files that name our classes to Spring.
 */
class RegistrationFilesTests {

	private static final String RESOURCES = "src/main/resources/META-INF/";

	@Test
	void everyAutoConfigurationIsListedInOrder() throws Exception {
		List<String> listed = new FileSystemResource(
				RESOURCES + "spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
		assertThat(listed).isSorted().doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(autoConfigurations());
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring/aot.factories", "spring.factories" })
	void everyRegisteredClassIsThereInOrder(String file) throws Exception {
		Properties factories = PropertiesLoaderUtils.loadProperties(new FileSystemResource(RESOURCES + file));
		assertThat(factories).isNotEmpty();
		factories.forEach((type, names) -> {
			List<String> implementations = Arrays.asList(names.toString().split(","));
			assertThat(implementations).as(type.toString()).isSorted().doesNotHaveDuplicates();
			assertThat(implementations)
				.allSatisfy((name) -> assertThat(load(name)).isAssignableTo(load(type.toString())));
		});
	}

	private List<String> autoConfigurations() throws IOException {
		String root = new FileSystemResource("target/classes/").getFile().getAbsoluteFile().toURI().toString();
		return Stream
			.of(new PathMatchingResourcePatternResolver()
				.getResources(root + "io/github/pgsteady/**/*AutoConfiguration.class"))
			.map((resource) -> url(resource).substring(root.length()).replace(".class", "").replace('/', '.'))
			.filter((name) -> load(name).isAnnotationPresent(AutoConfiguration.class))
			.toList();
	}

	private String url(org.springframework.core.io.Resource resource) {
		try {
			return resource.getURI().toString();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Class<?> load(String name) {
		return ClassUtils.resolveClassName(name, getClass().getClassLoader());
	}

}
