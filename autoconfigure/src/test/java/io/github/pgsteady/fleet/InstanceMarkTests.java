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

package io.github.pgsteady.fleet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceMark}.
 */
class InstanceMarkTests {

	private final InstanceMark mark = new InstanceMark("k3f9x2", 10, 1);

	@Test
	void standsBehindTheName() {
		assertThat(this.mark.behind("orders")).isEqualTo("orders [steady k3f9x2 10*1]");
		assertThat(this.mark.behind(null)).isEqualTo("[steady k3f9x2 10*1]");
		assertThat(InstanceMark.of("orders [steady k3f9x2 10*1]")).isEqualTo(this.mark);
		assertThat(InstanceMark.of("[steady k3f9x2 10*1]")).isEqualTo(this.mark);
	}

	@Test
	void replacesAnother() {
		assertThat(this.mark.behind("orders [steady aaaaaa 3*2]")).isEqualTo("orders [steady k3f9x2 10*1]");
	}

	@Test
	void isNotCutByPostgres() {
		String longest = this.mark.behind("x".repeat(100));
		assertThat(longest).hasSize(63);
		assertThat(InstanceMark.of(longest)).isEqualTo(this.mark);
		// Not in bytes either
		assertThat(this.mark.behind("Bestellungen für München")).startsWith("Bestellungen f?r M?nchen [");
	}

	@Test
	void isLikeNoOther() {
		InstanceMark created = InstanceMark.create(1_000_000, 999);
		assertThat(InstanceMark.of(created.toString())).isEqualTo(created);
		assertThat(created.id()).isNotEqualTo(InstanceMark.create(10, 1).id());
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "orders", "[steady]", "[steady k3f9x2 10*1] orders", "[steady k3f9x2 -1*1]",
			"[steady k3f9x2 1000000*1]", "[steady K3F9X2 10*1]" })
	void namesOfOthersHaveNone(String name) {
		assertThat(InstanceMark.of(name)).isNull();
	}

}
