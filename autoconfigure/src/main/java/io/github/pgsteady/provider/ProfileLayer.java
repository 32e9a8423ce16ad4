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

package io.github.pgsteady.provider;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One origin of profile values: a built-in file, or what the user says.
 */
interface ProfileLayer {

	/**
	 * Return the value for a setting.
	 * @param setting the setting
	 * @param variant the variant that the value is for, or {@code null} for the provider
	 * as a whole
	 * @return the value, or {@code null} if this layer says nothing
	 */
	@Nullable ProfileValue value(Setting setting, @Nullable Variant variant);

	/**
	 * Return whether database or application may be put to sleep.
	 * @return the answer, or {@code null} if this layer says nothing
	 */
	@Nullable Boolean maySleep();

	Set<String> hosts();

	Set<String> hosts(EndpointKind kind);

	Set<String> privateHosts();

	Set<String> platformVariables();

	Set<String> unpooledVariables();

	/**
	 * Return how the address of the transaction pooler becomes one that avoids it.
	 * @return the rule, or {@code null} if this layer says nothing
	 */
	@Nullable AddressRule unpooledAddress();

}
