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

package io.github.pgsteady.pool;

/**
 * Who decided on the value of a setting. A constant wins over those after it.
 *
 * @since 0.1.0
 */
public enum SettingOrigin {

	/**
	 * What has happened since the start: somebody has changed it in the running pool, or
	 * HikariCP has replaced it.
	 */
	RUNTIME,

	/**
	 * The application: a property, a parameter of the JDBC URL, or code.
	 */
	APPLICATION,

	/**
	 * The application's own values for the provider, under {@code pgsteady.providers}.
	 */
	PROVIDER_OVERRIDE,

	/**
	 * Development tools or test support on the class path.
	 */
	DEVELOPMENT,

	/**
	 * The built-in profile of the provider.
	 */
	PROVIDER,

	/**
	 * Another setting: the name of the application, or one that the provider's value
	 * would not go together with.
	 */
	DERIVED,

	/**
	 * Nobody: the default of HikariCP, or of the driver.
	 */
	DEFAULT

}
