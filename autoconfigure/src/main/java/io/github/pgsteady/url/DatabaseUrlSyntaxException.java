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

package io.github.pgsteady.url;

/**
 * Thrown when the text of a database URL cannot be understood. Neither the message nor a
 * cause holds a part of it that could be a credential.
 *
 * @since 0.1.0
 */
public class DatabaseUrlSyntaxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final String redactedUrl;

	private final String reason;

	private final String remedy;

	DatabaseUrlSyntaxException(String name, String redactedUrl, String reason, String remedy) {
		super("'%s' is not a database URL: %s (%s)".formatted(name, reason, redactedUrl));
		this.name = name;
		this.redactedUrl = redactedUrl;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Return the name of the property or variable that holds the URL.
	 * @return the name
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Return what of the text may be shown.
	 * @return the text without credentials
	 */
	public String getRedactedUrl() {
		return this.redactedUrl;
	}

	/**
	 * Return what is wrong with it.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Return what to write instead.
	 * @return the remedy
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
