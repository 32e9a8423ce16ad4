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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.core.env.Environment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the rooms keep to what they may know, and the code to the rules of Spring
 * Boot's own auto-configurations.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.pgsteady";

	/**
	 * Which rooms a room may know; docs/architecture.md shows the same table.
	 */
	private static final Map<String, Set<String>> ROOMS = new LinkedHashMap<>();

	static {
		ROOMS.put("provider", Set.of());
		ROOMS.put("url", Set.of("provider"));
		ROOMS.put("failure", Set.of());
		ROOMS.put("link", Set.of("failure"));
		ROOMS.put("connection", Set.of("failure", "link"));
		ROOMS.put("pool", Set.of("provider", "connection", "failure", "link"));
		ROOMS.put("migration", Set.of("provider", "url", "pool"));
		ROOMS.put("retry", Set.of("failure", "connection", "pool"));
		ROOMS.put("fleet", Set.of("provider", "failure", "connection", "pool"));
		ROOMS.put("diagnosis",
				Set.of("provider", "url", "failure", "link", "connection", "pool", "migration", "retry", "fleet"));
		ROOMS.put("doctor", Set.of("provider", "url", "failure", "link", "connection", "pool", "fleet", "diagnosis"));
		ROOMS.put("health", Set.of("provider", "failure", "connection", "pool", "fleet"));
		ROOMS.put("metrics", Set.of("provider", "url", "failure", "link", "connection", "pool", "migration", "retry",
				"fleet", "diagnosis", "health"));
		ROOMS.put("endpoint", Set.of("provider", "url", "failure", "link", "connection", "pool", "migration", "retry",
				"fleet", "diagnosis"));
	}

	// The packages alone would be those of the simulator as well
	private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

	@ParameterizedTest
	@MethodSource("rooms")
	void roomKnowsOnlyWhatItMay(String room) {
		String[] others = ROOMS.keySet()
			.stream()
			.filter((other) -> !other.equals(room) && !ROOMS.get(room).contains(other))
			.map((other) -> ROOT + "." + other + "..")
			.toArray(String[]::new);
		check(noClasses().that()
			.resideInAPackage(ROOT + "." + room + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(others));
	}

	static Set<String> rooms() {
		return ROOMS.keySet();
	}

	@Test
	void everyClassIsInARoom() {
		check(classes().should()
			.resideInAnyPackage(ROOMS.keySet().stream().map((room) -> ROOT + "." + room).toArray(String[]::new)));
	}

	@Test
	void roomsAreFreeOfCycles() {
		check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
	}

	@Test
	void onlyTheRoomsForItTouchActuatorAndMicrometer() {
		check(noClasses().that()
			.resideOutsideOfPackages(ROOT + ".endpoint..", ROOT + ".health..", ROOT + ".metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..",
					"io.micrometer.."));
	}

	@Test
	void onlyTheDoctorNeedsACommandLine() {
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".doctor..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("picocli..", "org.yaml.snakeyaml.."));
		check(noClasses().that()
			.resideInAPackage(ROOT + ".doctor..")
			.and()
			.haveSimpleNameNotStartingWith("DoctorCommand")
			.and()
			.doNotHaveSimpleName("DoctorVersion")
			.and()
			.doNotHaveSimpleName("UsageException")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("picocli.."));
	}

	@Test
	void internalsOfHikariAreLeftAlone() {
		check(noClasses().should().dependOnClassesThat().resideInAPackage("com.zaxxer.hikari.pool.."));
	}

	@Test
	void providersKnowNeitherPoolNorDriver() {
		check(noClasses().that()
			.resideInAPackage(ROOT + ".provider..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.zaxxer..", "org.postgresql..", "java.sql..", "javax.sql.."));
	}

	@Test
	void autoConfigurationsArePublicFinalAndWithoutPublicMembers() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameStartingWith("PgSteady")
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration"));
		check(methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePackagePrivate()
			.orShould()
			.bePrivate());
	}

	@Test
	void conditionsAreNotPublic() {
		check(classes().that().areAssignableTo(Condition.class).should().notBePublic().allowEmptyShould(true));
	}

	@Test
	void postProcessorBeansAreStaticAndDoNotCreateOthersTooEarly() {
		check(methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(assignableTo(BeanPostProcessor.class, BeanFactoryPostProcessor.class))
			.should()
			.beStatic()
			.andShould(onlyHaveParametersOf(ObjectProvider.class, Environment.class)));
	}

	@Test
	void conditionsOnClassesAreNotOnBeanMethods() {
		check(methods().that().areAnnotatedWith(Bean.class).should().notBeAnnotatedWith(ConditionalOnClass.class));
	}

	@Test
	void conditionsOnMissingBeansDoNotRepeatTheReturnType() {
		check(methods().that()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should(notRepeatTheReturnType())
			.allowEmptyShould(true));
	}

	@Test
	void configurationPropertiesAreNamedByValue() {
		CLASSES.stream()
			.filter((type) -> type.isAnnotatedWith(ConfigurationProperties.class))
			.forEach((type) -> assertThat(type.getAnnotationOfType(ConfigurationProperties.class).value())
				.as(type.getName())
				.startsWith("pgsteady"));
	}

	@Test
	void methodsThatDependOnTheLocaleOrTheDefaultCharsetAreNotCalled() {
		check(noClasses().should()
			.callMethod(String.class, "toUpperCase")
			.orShould()
			.callMethod(String.class, "toLowerCase")
			.orShould()
			.callMethod(java.util.stream.Collectors.class, "toList")
			.orShould()
			.callMethod(java.util.Objects.class, "requireNonNull", Object.class, String.class)
			.orShould()
			.callMethod(java.net.URLDecoder.class, "decode", String.class, String.class)
			.orShould()
			.callMethod(Thread.class, "sleep", long.class));
	}

	@Test
	void methodsAreShort() {
		CLASSES.stream()
			.flatMap((type) -> type.getMethods().stream())
			.forEach((method) -> assertThat(lines(method)).as(method.getFullName()).isLessThanOrEqualTo(35));
	}

	private int lines(JavaMethod method) {
		int first = method.getSourceCodeLocation().getLineNumber();
		return method.getAccessesFromSelf()
			.stream()
			.mapToInt((access) -> access.getLineNumber() - first + 2)
			.max()
			.orElse(0);
	}

	private DescribedPredicate<JavaClass> assignableTo(Class<?>... types) {
		return DescribedPredicate.describe("assignable to " + Arrays.toString(types),
				(type) -> Arrays.stream(types).anyMatch(type::isAssignableTo));
	}

	private ArchCondition<JavaMethod> onlyHaveParametersOf(Class<?>... allowed) {
		List<String> names = Arrays.stream(allowed).map(Class::getName).toList();
		return condition("only have parameters of " + names,
				(method) -> method.getRawParameterTypes().stream().allMatch((type) -> names.contains(type.getName())));
	}

	private ArchCondition<JavaMethod> notRepeatTheReturnType() {
		return condition("not repeat the return type", (method) -> {
			ConditionalOnMissingBean annotation = method.getAnnotationOfType(ConditionalOnMissingBean.class);
			return Arrays.stream(annotation.value())
				.noneMatch((type) -> type.getName().equals(method.getRawReturnType().getName()));
		});
	}

	private ArchCondition<JavaMethod> condition(String description,
			java.util.function.Predicate<JavaMethod> predicate) {
		return new ArchCondition<>(description) {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				events.add(new SimpleConditionEvent(method, predicate.test(method),
						"%s should %s".formatted(method.getFullName(), description)));
			}

		};
	}

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

}
