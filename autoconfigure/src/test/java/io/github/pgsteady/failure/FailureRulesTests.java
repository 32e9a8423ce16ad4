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

package io.github.pgsteady.failure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FailureRules} and the table itself.
 */
class FailureRulesTests {

	private static final FailureRules rules = new FailureRules(List.of());

	static List<FailureRule> builtIn() {
		return rules.builtIn();
	}

	@ParameterizedTest
	@MethodSource("builtIn")
	void ruleIsNotHiddenByAnEarlierOne(FailureRule rule) {
		String sqlState = switch (rule.sqlState().length()) {
			case 1 -> null;
			case 2 -> rule.sqlState() + "ZZZ";
			default -> rule.sqlState();
		};
		assertThat(rules.find(sqlState, "FATAL: " + rule.text())).isSameAs(rule);
	}

	@ParameterizedTest
	@MethodSource("builtIn")
	void ruleHasASource(FailureRule rule) {
		assertThat(rule.source()).isNotBlank();
	}

	@Test
	void textsDecideOnTheClassOnlyWhereTheSqlStateSaysNothing() {
		// 08001 is any attempt that fails, one with an impossible setting included; 08006
		// anything that goes wrong with the socket, the name in a certificate included
		assertThat(rules.builtIn()).filteredOn((rule) -> !rule.text().isEmpty() && !isOfTheSameClassWithoutText(rule))
			.extracting(FailureRule::sqlState)
			.containsOnly("-", "08P01", "XX000", "58000", "0A000", "08001", "08006");
	}

	private boolean isOfTheSameClassWithoutText(FailureRule rule) {
		FailureRule withoutText = rules.find(rule.sqlState(), "");
		return withoutText != null && withoutText.failureClass() == rule.failureClass();
	}

	@Test
	void rulesOfTheApplicationComeFirst() {
		FailureRule own = new FailureRule("53300", "", FailureClass.REFUSED, Duration.ZERO, null, "mine");
		assertThat(new FailureRules(List.of(own)).find("53300", "sorry, too many clients already")).isSameAs(own);
		assertThat(new FailureRules(List.of(own)).find("57P03", "")).isNotNull()
			.extracting(FailureRule::failureClass)
			.isEqualTo(FailureClass.WAKING);
	}

	@Test
	void everyClassIsInTheTable() {
		// No server says that a pool is saturated
		assertThat(rules.builtIn()).extracting(FailureRule::failureClass)
			.containsAll(EnumSet.complementOf(EnumSet.of(FailureClass.SATURATED)));
	}

	@Test
	void rowsAreParsed() {
		assertThat(FailureRule.parse("XX000 | Too Many | exhausted | 5s | | somewhere")).isEqualTo(
				new FailureRule("XX000", "too many", FailureClass.EXHAUSTED, Duration.ofSeconds(5), null, "somewhere"));
		assertThat(FailureRule.parse("28 | | refused | | wrong-password | somewhere").reason())
			.isEqualTo(FailureReason.WRONG_PASSWORD);
		assertThatIllegalStateException().isThrownBy(() -> FailureRule.parse("XX000 | exhausted"));
		assertThatIllegalArgumentException().isThrownBy(() -> FailureRule.parse("XX0 | | exhausted | | | somewhere"));
	}

}
