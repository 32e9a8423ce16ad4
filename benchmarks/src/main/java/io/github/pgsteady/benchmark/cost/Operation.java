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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.context.ApplicationContext;

import io.github.pgsteady.benchmark.rival.Calls;

/**
 * What the application does.
 *
 * @since 0.1.0
 */
public enum Operation {

	/**
	 * Take a connection from the pool, and give it back.
	 */
	ACQUIRE("connection acquire and return", DataSource.class) {

		@Override
		Supplier<?> on(Object bean, Calls calls) {
			DataSource dataSource = (DataSource) bean;
			return () -> acquire(dataSource);
		}

	},

	/**
	 * Call a repository that executes a query in auto-commit mode.
	 */
	READ("read", Notes.class) {

		@Override
		Supplier<?> on(Object bean, Calls calls) {
			Notes notes = (Notes) bean;
			return () -> calls.make(() -> notes.find(1));
		}

	},

	/**
	 * Call a transactional method of a repository, which executes two statements.
	 */
	TRANSACTION("transaction of two statements", Notes.class) {

		@Override
		Supplier<?> on(Object bean, Calls calls) {
			Notes notes = (Notes) bean;
			return () -> calls.make(notes::addAndRead);
		}

	},

	/**
	 * Save a new entity with Spring Data JPA.
	 */
	SAVE("JPA save", Memos.class) {

		@Override
		Supplier<?> on(Object bean, Calls calls) {
			Memos memos = (Memos) bean;
			return () -> calls.make(() -> memos.save(new Memo("coffee")));
		}

	};

	private final String description;

	private final Class<?> type;

	Operation(String description, Class<?> type) {
		this.description = description;
		this.type = type;
	}

	/**
	 * Return with whom it is measured: without those who do nothing to it but what
	 * another one does. The annotations of resilience4j are measured on the application's
	 * own class only.
	 * @return the contenders
	 */
	Stream<Contender> contenders() {
		return Arrays.stream(Contender.values())
			.filter((contender) -> this != ACQUIRE || !contender.isAroundCalls())
			.filter((contender) -> hasTransaction() || contender != Contender.RESOLVE)
			.filter((contender) -> this != SAVE || contender != Contender.ANNOTATED_RESILIENCE4J);
	}

	private boolean hasTransaction() {
		return this == TRANSACTION || this == SAVE;
	}

	/**
	 * Return the bean that is called.
	 * @param context the context of the application
	 * @return the bean
	 */
	Object bean(ApplicationContext context) {
		return context.getBean(this.type);
	}

	/**
	 * Return the operation.
	 * @param bean the bean that is called
	 * @param calls how it is called
	 * @return the operation, and what the application says
	 */
	abstract Supplier<?> on(Object bean, Calls calls);

	private static Connection acquire(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.description;
	}

}
