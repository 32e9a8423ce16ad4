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

package io.github.pgsteady.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Tests that the packages keep to what they may know.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.pgsteady.simulator";

	/**
	 * Which packages a package may know; docs/architecture.md shows the same table. The
	 * root package is named by an empty text.
	 */
	private static final Map<String, Set<String>> PACKAGES = new LinkedHashMap<>();

	static {
		PACKAGES.put("error", Set.of());
		PACKAGES.put("host", Set.of());
		PACKAGES.put("tls", Set.of());
		PACKAGES.put("server", Set.of("host", "tls"));
		PACKAGES.put("proxy", Set.of("error"));
		PACKAGES.put("", Set.of("server", "proxy", "tls"));
		PACKAGES.put("provider", Set.of("", "server", "proxy", "error", "tls"));
		PACKAGES.put("network", Set.of("server", "host"));
		PACKAGES.put("junit", Set.of("", "provider", "network", "server"));
		PACKAGES.put("spring", Set.of("", "junit"));
	}

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@ParameterizedTest
	@MethodSource("packages")
	void packageKnowsOnlyWhatItMay(String name) {
		String[] others = PACKAGES.keySet()
			.stream()
			.filter((other) -> !other.equals(name) && !PACKAGES.get(name).contains(other))
			.map(ArchitectureTests::fullName)
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(fullName(name))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(others)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	static Set<String> packages() {
		return PACKAGES.keySet();
	}

	private static String fullName(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name;
	}

	@Test
	void everyClassIsInAPackageOfTheTable() {
		classes().should()
			.resideInAnyPackage(PACKAGES.keySet().stream().map(ArchitectureTests::fullName).toArray(String[]::new))
			.check(CLASSES);
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nothingIsKnownOfTheStarter() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.github.pgsteady", "io.github.pgsteady.provider..", "io.github.pgsteady.url..",
					"io.github.pgsteady.pool..", "io.github.pgsteady.connection..")
			.check(CLASSES);
	}

	@Test
	void onlyThePackagesForThemKnowJUnitAndSpring() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".junit", ROOT + ".spring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.junit..", "org.springframework..")
			.check(CLASSES);
		noClasses().that()
			.resideInAPackage(ROOT + ".junit")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(CLASSES);
	}

	@Test
	void threadsDoNotSleep() {
		noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
	}

}
