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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SqlTests {

	@Test
	void quotesWhatIsNotAWord() {
		assertThat(Sql.identifier("a\"b")).isEqualTo("\"a\"\"b\"");
		assertThat(Sql.literal("it's")).isEqualTo("'it''s'");
		assertThat(Sql.assignment("log_line_prefix", "\\ '")).startsWith("log_line_prefix = '\\\\ '''");
	}

	@Test
	void takesOnlyNamesOfSettings() {
		assertThat(Sql.setting("auto_explain.log_analyze")).isEqualTo("auto_explain.log_analyze");
		assertThatIllegalArgumentException().isThrownBy(() -> Sql.setting("a; b"));
		assertThatIllegalArgumentException().isThrownBy(() -> Sql.setting(""));
	}

	@Test
	void doesNotShowPasswords() {
		assertThat(new Role("app", "secret")).hasToString("app");
	}

}
