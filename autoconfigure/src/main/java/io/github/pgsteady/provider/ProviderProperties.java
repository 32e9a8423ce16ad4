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

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What the user says of a provider under {@code pgsteady.providers.<name>}: single values
 * of a built-in profile, or a whole provider of their own. What is said for a variant
 * wins over what is said for the provider.
 *
 * @since 0.1.0
 */
public class ProviderProperties extends SettingProperties {

	/**
	 * Comma-separated list of host patterns, each with an optional port, by which the
	 * provider is recognised: '*' stands for any text within a label, '**' for any number
	 * of labels.
	 */
	private Set<String> hosts = new LinkedHashSet<>();

	/**
	 * Comma-separated list of environment variables that exist where the provider runs
	 * the application. They tell the provider of a database on a private host.
	 */
	private Set<String> platformVariables = new LinkedHashSet<>();

	/**
	 * Comma-separated list of environment variables with the URL that avoids the pooler:
	 * where one exists, every other URL of the provider leads to a transaction pooler.
	 */
	private Set<String> unpooledVariables = new LinkedHashSet<>();

	/**
	 * Whether the database, or the application, is put to sleep while it is quiet.
	 */
	private @Nullable Boolean maySleep;

	@NestedConfigurationProperty
	private final VariantProperties direct = new VariantProperties();

	@NestedConfigurationProperty
	private final VariantProperties sessionPooler = new VariantProperties();

	@NestedConfigurationProperty
	private final TransactionPoolerProperties transactionPooler = new TransactionPoolerProperties();

	@NestedConfigurationProperty
	private final VariantProperties privateNetwork = new VariantProperties();

	@NestedConfigurationProperty
	private final SettingProperties sleeping = new SettingProperties();

	public Set<String> getHosts() {
		return this.hosts;
	}

	public void setHosts(Set<String> hosts) {
		this.hosts = hosts;
	}

	public Set<String> getPlatformVariables() {
		return this.platformVariables;
	}

	public void setPlatformVariables(Set<String> platformVariables) {
		this.platformVariables = platformVariables;
	}

	public Set<String> getUnpooledVariables() {
		return this.unpooledVariables;
	}

	public void setUnpooledVariables(Set<String> unpooledVariables) {
		this.unpooledVariables = unpooledVariables;
	}

	public @Nullable Boolean getMaySleep() {
		return this.maySleep;
	}

	public void setMaySleep(@Nullable Boolean maySleep) {
		this.maySleep = maySleep;
	}

	public VariantProperties getDirect() {
		return this.direct;
	}

	public VariantProperties getSessionPooler() {
		return this.sessionPooler;
	}

	public TransactionPoolerProperties getTransactionPooler() {
		return this.transactionPooler;
	}

	public VariantProperties getPrivateNetwork() {
		return this.privateNetwork;
	}

	public SettingProperties getSleeping() {
		return this.sleeping;
	}

	/**
	 * Values for one kind of endpoint, and the hosts that are of this kind.
	 */
	public static class VariantProperties extends SettingProperties {

		/**
		 * Comma-separated list of host patterns, each with an optional port, by which the
		 * endpoint is recognised.
		 */
		private Set<String> hosts = new LinkedHashSet<>();

		public Set<String> getHosts() {
			return this.hosts;
		}

		public void setHosts(Set<String> hosts) {
			this.hosts = hosts;
		}

	}

	/**
	 * Values for transaction poolers, the hosts that are such, and how to avoid them.
	 */
	public static class TransactionPoolerProperties extends VariantProperties {

		/**
		 * How the address of the pooler becomes the one that avoids it, for migrations:
		 * the part of host:port that is replaced, and what takes its place, such as
		 * ':6543 -> :5432'.
		 */
		private @Nullable String unpooledAddress;

		public @Nullable String getUnpooledAddress() {
			return this.unpooledAddress;
		}

		public void setUnpooledAddress(@Nullable String unpooledAddress) {
			this.unpooledAddress = unpooledAddress;
		}

	}

}
