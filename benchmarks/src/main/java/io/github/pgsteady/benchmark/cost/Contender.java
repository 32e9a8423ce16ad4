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

package io.github.pgsteady.benchmark.cost;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;
import org.springframework.aop.aspectj.AbstractAspectJAdvice;
import org.springframework.aop.framework.Advised;
import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.rival.AnnotatedResilience;
import io.github.pgsteady.benchmark.rival.Calls;
import io.github.pgsteady.benchmark.rival.NaiveRetry;
import io.github.pgsteady.benchmark.rival.Resilience;
import io.github.pgsteady.connection.CommitOutcome;
import io.github.pgsteady.retry.RetryProperties;

/**
 * The applications that are compared: the same code, with something else around its calls
 * or below its pool.
 *
 * @since 0.1.0
 */
public enum Contender {

	/**
	 * Spring Boot alone.
	 */
	PLAIN("Spring Boot", Below.NOTHING, Calls::direct, Map.of()),

	/**
	 * All of pgsteady; who loses a commit is told so.
	 */
	SURFACE("pgsteady", Below.PGSTEADY, Calls::direct, Map.of("pgsteady.enabled", "true")),

	/**
	 * All of pgsteady, and the outcome of a lost commit is found out.
	 */
	RESOLVE("pgsteady, `commit-outcome=resolve`", Below.PGSTEADY, Calls::direct,
			Map.of("pgsteady.enabled", "true", "pgsteady.retry.commit-outcome", "resolve")),

	/**
	 * Spring Boot, and a template of spring-retry around each call.
	 */
	NAIVE_RETRY("spring-retry", Below.NOTHING, NaiveRetry::new, Map.of()),

	/**
	 * Spring Boot, and resilience4j's Retry and CircuitBreaker around each call.
	 */
	RESILIENCE4J("resilience4j", Below.NOTHING, Resilience::new, Map.of()),

	/**
	 * Spring Boot, and resilience4j by its annotations.
	 */
	ANNOTATED_RESILIENCE4J("resilience4j, annotations", Below.NOTHING, Calls::direct, Map.of()),

	/**
	 * Spring Boot with datasource-proxy's starter as it comes. It says what is executed
	 * to a logger that is off.
	 */
	DATASOURCE_PROXY("datasource-proxy", Below.DECORATOR, Calls::direct,
			Map.of("decorator.datasource.enabled", "true"));

	private static final Map<String, String> DEFAULTS = Map.of("pgsteady.enabled", "false",
			"pgsteady.retry.transactional-methods", "rerun");

	private final String description;

	private final Below below;

	private final Supplier<Calls> calls;

	private final Map<String, String> properties;

	Contender(String description, Below below, Supplier<Calls> calls, Map<String, String> properties) {
		this.description = description;
		this.below = below;
		this.calls = calls;
		this.properties = properties;
	}

	/**
	 * Return what makes the application this contender.
	 * @return the properties
	 */
	Map<String, String> getProperties() {
		Map<String, String> all = new HashMap<>(DEFAULTS);
		all.putAll(this.properties);
		return all;
	}

	/**
	 * Return the way in which the application calls its own beans.
	 * @return the way, which has a state of its own
	 */
	Calls newCalls() {
		return this.calls.get();
	}

	/**
	 * Return whether it lies around calls alone, and changes nothing of a connection.
	 * @return whether connections are those of a plain application
	 */
	boolean isAroundCalls() {
		return this == NAIVE_RETRY || this == RESILIENCE4J || this == ANNOTATED_RESILIENCE4J;
	}

	/**
	 * Return what the application is made of, apart from its beans.
	 * @return the configurations
	 */
	Class<?>[] getConfigurations() {
		return (this != ANNOTATED_RESILIENCE4J) ? new Class<?>[0] : new Class<?>[] { AnnotatedResilience.class };
	}

	/**
	 * Verify that an application is what it is measured as.
	 * @param context the context of the application
	 * @param bean what is called
	 * @throws IllegalStateException if it is not
	 */
	void verify(ApplicationContext context, Object bean) {
		DataSource dataSource = context.getBean(DataSource.class);
		Assert.state((dataSource instanceof HikariDataSource) == (this.below != Below.DECORATOR),
				() -> "The DataSource of %s is a %s".formatted(this, dataSource.getClass()));
		Assert.state(isLayered(dataSource) == (this.below == Below.PGSTEADY),
				() -> "There is something else between pool and driver of " + this);
		Assert.state(isAdvised(bean, "io.github.pgsteady.") == (this.below == Below.PGSTEADY),
				() -> "Something else lies around the calls of " + this);
		Assert.state(isAdvised(context.getBean(Notes.class), "resilience4j") == (this == ANNOTATED_RESILIENCE4J),
				() -> "There are aspects around the calls of %s, or none".formatted(this));
		CommitOutcome expected = (this != RESOLVE) ? CommitOutcome.SURFACE : CommitOutcome.RESOLVE;
		context.getBeanProvider(RetryProperties.class)
			.forEach((properties) -> Assert.state(properties.getCommitOutcome() == expected,
					() -> "What happens to a lost commit of %s is something else".formatted(this)));
	}

	private static boolean isLayered(DataSource dataSource) {
		return dataSource instanceof HikariDataSource pool && pool.getDataSource() != null;
	}

	private static boolean isAdvised(Object bean, String name) {
		return bean instanceof Advised advised && Arrays.stream(advised.getAdvisors())
			.map(Contender::name)
			.anyMatch((advice) -> advice.contains(name));
	}

	// An aspect does not lie around the calls itself
	private static String name(Advisor advisor) {
		Advice advice = advisor.getAdvice();
		Class<?> type = (advice instanceof AbstractAspectJAdvice aspect)
				? aspect.getAspectJAdviceMethod().getDeclaringClass() : advice.getClass();
		return type.getName();
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * What lies around or below the pool.
	 */
	private enum Below {

		NOTHING, PGSTEADY, DECORATOR

	}

}
