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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnCalls}.
 */
class OwnCallsTests {

	private final Map<String, Set<String>> calls = OwnCalls.of(Caller.class, Set.of("target(Ljava/lang/Object;)I"));

	@Test
	void callsOnThisAreFound() {
		assertThat(called("directly")).containsExactlyInAnyOrder("target", "helper");
	}

	@Test
	void callsOfOtherClassesAreNot() {
		assertThat(called("another")).isEmpty();
	}

	@Test
	void methodOfTheSameNameOfAnotherObjectOfTheClassIsNot() {
		assertThat(called("withArgument")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onField", "onArgument", "onElement", "onReturned", "onNew", "onCast" })
	void methodThatHandlesAnotherObjectOfTheClassIsLeftOut(String method) {
		assertThat(this.calls.keySet()).noneMatch((caller) -> caller.startsWith(method + "("));
	}

	@Test
	void codeOfLambdaIsNotThatOfTheMethod() {
		assertThat(called("inLambda")).isEmpty();
	}

	@Test
	void classThatCallsNothingThatMattersIsNotRead() {
		assertThat(OwnCalls.of(Caller.class, Set.of("target(Ljava/lang/String;)I"))).isEmpty();
	}

	@Test
	void classWithoutReadableBytecodeHasNone() {
		assertThat(OwnCalls.of(((Runnable) () -> {
		}).getClass(), Set.of("run()V"))).isEmpty();
	}

	private Set<String> called(String method) {
		return this.calls.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(method + "("))
			.flatMap((entry) -> entry.getValue().stream())
			.map((call) -> call.substring(0, call.indexOf('(')))
			.collect(Collectors.toSet());
	}

	/**
	 * Calls its own method in all ways.
	 */
	@SuppressWarnings("unused")
	static class Caller {

		private Caller self = this;

		int target(Object argument) {
			return 1;
		}

		private int helper() {
			return 2;
		}

		int directly(boolean choice) {
			return target(choice ? "a" : helper());
		}

		int another(Other other) {
			return other.target(this);
		}

		int withArgument(Other other) {
			return other.target(other);
		}

		int onField() {
			return this.self.target("a");
		}

		int onArgument(Caller caller) {
			return caller.target("a");
		}

		int onElement(Caller... callers) {
			return callers[0].target("a");
		}

		int onReturned() {
			return self().target("a");
		}

		int onNew() {
			return new Caller().target("a");
		}

		int onCast(List<Caller> callers) {
			return callers.get(0).target("a");
		}

		Runnable inLambda() {
			return () -> target("a");
		}

		Caller self() {
			return this.self;
		}

	}

	/**
	 * Has a method of the same name.
	 */
	static class Other {

		int target(Object argument) {
			return 3;
		}

	}

}
