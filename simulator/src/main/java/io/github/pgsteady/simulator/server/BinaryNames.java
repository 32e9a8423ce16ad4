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

package io.github.pgsteady.simulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the archive of PostgreSQL's programs for this machine is called in its jar.
 */
final class BinaryNames {

	private BinaryNames() {
	}

	static List<String> forThisMachine() {
		return of(System.getProperty("os.name"), ArchUtils.normalize(System.getProperty("os.arch")),
				LinuxUtils.getDistributionName());
	}

	// The most fitting one first
	static List<String> of(String operatingSystem, String architecture, @Nullable String distribution) {
		String system = system(operatingSystem.toLowerCase(Locale.ROOT));
		List<String> names = new ArrayList<>();
		if (distribution != null) {
			names.add(name(system, architecture, "-" + distribution.toLowerCase(Locale.ROOT).replace(' ', '_')));
		}
		names.add(name(system, architecture, ""));
		if (!system.equals("linux") && architecture.equals("arm_64")) {
			// Both systems run programs of the other architecture, too
			names.add(name(system, "x86_64", ""));
		}
		return names;
	}

	private static String name(String system, String architecture, String suffix) {
		return "postgres-%s-%s%s.txz".formatted(system, architecture, suffix);
	}

	private static String system(String operatingSystem) {
		if (operatingSystem.startsWith("windows")) {
			return "windows";
		}
		return operatingSystem.startsWith("mac") ? "darwin" : "linux";
	}

}
