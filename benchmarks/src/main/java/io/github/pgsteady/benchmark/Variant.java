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

package io.github.pgsteady.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The two applications that are compared.
 *
 * @since 0.1.0
 */
public enum Variant {

	/**
	 * Spring Boot alone.
	 */
	PLAIN("Spring Boot"),

	/**
	 * Spring Boot with the starter.
	 */
	STARTER("with pgsteady");

	private static final String AUTO_CONFIGURATION = "io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration";

	private static final String RETRY = "org.springframework.retry.support.RetryTemplate";

	private final String description;

	Variant(String description) {
		this.description = description;
	}

	/**
	 * Return what the application is called in tables.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Verify that an application is what it was measured as.
	 * @param context the context of the application
	 * @throws IllegalStateException if it is not
	 */
	void verify(ApplicationContext context) {
		boolean expected = (this == STARTER);
		for (String className : new String[] { AUTO_CONFIGURATION, RETRY }) {
			Assert.state(ClassUtils.isPresent(className, context.getClassLoader()) == expected,
					() -> "%s is %son the class path of %s".formatted(className, expected ? "not " : "", this));
		}
		Assert.state(isTuned(context.getBean(HikariDataSource.class)) == expected,
				() -> "The pool of %s is %stuned".formatted(this, expected ? "not " : ""));
	}

	private boolean isTuned(HikariDataSource dataSource) {
		// Nothing may keep a database on Neon awake; HikariCP's defaults are 10 and 2
		// minutes
		return dataSource.getMinimumIdle() == 0 && dataSource.getKeepaliveTime() == 0;
	}

}
