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
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of what failures mean.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.failure")
public class FailureProperties {

	/**
	 * Rules of the application by a name of its choice. They come before the built-in
	 * ones, in the order in which they stand here.
	 */
	private final Map<String, Rule> rules = new LinkedHashMap<>();

	/**
	 * Return the rules of the application.
	 * @return the rules by name, to be added to
	 */
	public Map<String, Rule> getRules() {
		return this.rules;
	}

	/**
	 * A rule: failures with this SQLSTATE, whose message contains this text, are of this
	 * class.
	 */
	public static class Rule {

		/**
		 * SQLSTATE that the rule is for: five characters, two for all that begin with
		 * them, '-' for failures without one.
		 */
		private @Nullable String sqlState;

		/**
		 * Text that the message has to contain, in upper or lower case. Any message, if
		 * it is not set.
		 */
		private @Nullable String text;

		/**
		 * Class of these failures.
		 */
		private @Nullable FailureClass failureClass;

		/**
		 * Time to wait at least before the next attempt to connect.
		 */
		private Duration pause = Duration.ZERO;

		public @Nullable String getSqlState() {
			return this.sqlState;
		}

		public void setSqlState(@Nullable String sqlState) {
			this.sqlState = sqlState;
		}

		public @Nullable String getText() {
			return this.text;
		}

		public void setText(@Nullable String text) {
			this.text = text;
		}

		public @Nullable FailureClass getFailureClass() {
			return this.failureClass;
		}

		public void setFailureClass(@Nullable FailureClass failureClass) {
			this.failureClass = failureClass;
		}

		public Duration getPause() {
			return this.pause;
		}

		public void setPause(Duration pause) {
			this.pause = pause;
		}

	}

}
