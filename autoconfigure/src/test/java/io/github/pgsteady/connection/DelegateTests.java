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

package io.github.pgsteady.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.pgsteady.failure.FailureClassifiers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what records passes each call on, whatever else it does.
 */
class DelegateTests {

	private final List<String> calls = new ArrayList<>();

	private final Connection connection = stub(Connection.class);

	@ParameterizedTest
	@MethodSource("connectionMethods")
	void connectionPassesOn(Method method) throws Exception {
		assertPassesOn(method, recording());
	}

	@ParameterizedTest
	@MethodSource("statementMethods")
	void statementPassesOn(Method method) throws Exception {
		assertPassesOn(method, new RecordingStatement(recording(), stub(Statement.class)));
	}

	@ParameterizedTest
	@MethodSource("preparedStatementMethods")
	void preparedStatementPassesOn(Method method) throws Exception {
		assertPassesOn(method,
				new RecordingPreparedStatement(recording(), stub(PreparedStatement.class), StatementKind.READ));
	}

	static Stream<Method> connectionMethods() {
		return methods(Connection.class).filter((method) -> !method.getName().equals("getNetworkTimeout"));
	}

	static Stream<Method> statementMethods() {
		return methods(Statement.class).filter((method) -> !method.getName().equals("getConnection"));
	}

	static Stream<Method> preparedStatementMethods() {
		return methods(PreparedStatement.class).filter((method) -> !method.getName().equals("getConnection"));
	}

	private static Stream<Method> methods(Class<?> type) {
		return Arrays.stream(type.getMethods()).filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	private void assertPassesOn(Method method, Object recording) throws Exception {
		this.calls.clear();
		Object[] arguments = Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
		try {
			method.invoke(recording, arguments);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError("Failed: " + method, ex.getCause());
		}
		assertThat(this.calls).contains(method.getName() + Arrays.toString(method.getParameterTypes()));
	}

	private Object argument(Class<?> type) {
		if (type == String.class) {
			return "select 1";
		}
		if (type == Class.class) {
			return CallableStatement.class;
		}
		return value(type);
	}

	private RecordingConnection recording() throws SQLException {
		return new RecordingConnection(this.connection, null, new Connections(FailureClassifiers.builtIn(),
				new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ofDays(1))), 0);
	}

	private <T> T stub(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					this.calls.add(method.getName() + Arrays.toString(method.getParameterTypes()));
					return value(method.getReturnType());
				}));
	}

	private static Object value(Class<?> type) {
		if (type == boolean.class) {
			return false;
		}
		if (type == byte.class) {
			return (byte) 0;
		}
		if (type == short.class) {
			return (short) 0;
		}
		if (type == int.class) {
			return 0;
		}
		if (type == long.class) {
			return 0L;
		}
		if (type == float.class) {
			return 0f;
		}
		return (type == double.class) ? 0d : null;
	}

}
