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

package io.github.pgsteady.diagnosis;

import java.io.IOException;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import io.github.pgsteady.pool.TunedPool;

/**
 * Finds virtual threads together with a HikariCP that does not know them.
 */
final class VirtualThreads implements SinglePoolCheck {

	private final Environment environment;

	private final String version;

	VirtualThreads(Environment environment) {
		this(environment, versionOfHikari());
	}

	VirtualThreads(Environment environment, String version) {
		this.environment = environment;
		this.version = version;
	}

	@Override
	public @Nullable Finding check(TunedPool pool) {
		if (!this.environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false)
				|| !this.version.matches("[1-6]\\..*|7\\.0\\..*")) {
			return null;
		}
		return new Finding("virtual-threads", Severity.INFO, pool.getName(),
				"Virtual threads are on, and HikariCP " + this.version + " does not know them",
				"Threads that give connections back while others wait keep the carrier threads busy, all of them under "
						+ "load: nothing else runs then, probes of liveness included (HikariCP issue 2398)",
				List.of("spring.threads.virtual.enabled"),
				"Set the Maven or Gradle property 'hikaricp.version' to 7.1.0 or later");
	}

	private static String versionOfHikari() {
		ClassPathResource resource = new ClassPathResource("META-INF/maven/com.zaxxer/HikariCP/pom.properties",
				HikariConfig.class.getClassLoader());
		try {
			return PropertiesLoaderUtils.loadProperties(resource).getProperty("version", "");
		}
		catch (IOException ex) {
			return "";
		}
	}

}
