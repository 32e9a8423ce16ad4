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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.postgresql.PGProperty;

/**
 * The parameters of a libpq URL under the names and values that the driver has for them.
 * The driver ignores what it does not know without a word, {@code channel_binding} for
 * example; and other clients put parameters of their own into the URL.
 */
class DriverParameters {

	/**
	 * Names that differ, by the name in libpq.
	 */
	static final Map<String, String> NAMES = Map.of("channel_binding", "channelBinding", "connect_timeout",
			"connectTimeout", "application_name", "ApplicationName", "target_session_attrs", "targetServerType",
			"keepalives", "tcpKeepAlive", "sslnegotiation", "sslNegotiation", "gssencmode", "gssEncMode",
			"require_auth", "requireAuth", "schema", "currentSchema", "statement_cache_size",
			"preparedStatementCacheQueries");

	/**
	 * Values that differ, by the name in libpq.
	 */
	private static final Map<String, Map<String, String>> VALUES = Map.of("target_session_attrs",
			Map.of("read-write", "primary", "primary", "primary", "read-only", "secondary", "standby", "secondary",
					"prefer-standby", "preferSecondary"),
			"keepalives", Map.of("0", "false", "1", "true"), "sslmode", Map.of("no-verify", "require"));

	/**
	 * What only other clients understand, and what only keeps old clients of Neon and
	 * Supabase going: the driver says at the TLS handshake which host it wants.
	 */
	private static final Set<String> DROPPED = Set.of("project", "supa", "uselibpqcompat", "fallback_application_name");

	/**
	 * What the driver ignores, and whoever sizes the pool reads.
	 */
	private static final Set<String> FOR_THE_POOL = Set.of("connection_limit", "pool_timeout");

	private final Map<String, String> parameters = new LinkedHashMap<>();

	private final Map<String, String> given;

	private final boolean transactionPooler;

	private final List<String> warnings = new ArrayList<>();

	private final List<String> unknown = new ArrayList<>();

	/**
	 * Translate.
	 * @param given the parameters under libpq's names
	 * @param transactionPooler whether the URL leads to a transaction pooler
	 */
	DriverParameters(Map<String, String> given, boolean transactionPooler) {
		this.given = given;
		this.transactionPooler = transactionPooler;
		given.forEach(this::add);
	}

	private DriverParameters(Map<String, String> given) {
		this.given = given;
		this.transactionPooler = false;
		given.forEach(this::keep);
	}

	/**
	 * Return the parameters of a URL under the driver's names.
	 * @param url the URL, which may be the driver's already
	 * @param transactionPooler whether the URL leads to a transaction pooler
	 * @return the parameters
	 */
	static DriverParameters of(DatabaseUrl url, boolean transactionPooler) {
		return url.jdbc() ? new DriverParameters(url.parameters())
				: new DriverParameters(url.parameters(), transactionPooler);
	}

	Map<String, String> asMap() {
		return this.parameters;
	}

	/**
	 * Return what the user should know, without values.
	 * @return the warnings, usually none
	 */
	List<String> getWarnings() {
		return this.warnings;
	}

	/**
	 * Return the names of the parameters that neither we nor the driver know.
	 * @return the names, usually none
	 */
	List<String> getUnknown() {
		return this.unknown;
	}

	private void add(String name, String value) {
		switch (name) {
			case "options" -> addOptions(value);
			case "schema" -> addSchema(value);
			case "ssl" -> addSsl(value);
			case "sslrootcert" -> addRootCertificate(value);
			case "sslpassword" -> refuseKeyPassword();
			case "pgbouncer" -> addPgBouncer(value);
			case "statement_cache_size" -> addStatementCacheSize(name, value);
			default -> rename(name, value);
		}
	}

	private void rename(String name, String value) {
		String driverName = NAMES.getOrDefault(name, name);
		boolean givenUnderBothNames = !driverName.equals(name) && this.given.containsKey(driverName);
		if (PGProperty.forName(driverName) == null && !FOR_THE_POOL.contains(name) && !DROPPED.contains(name)) {
			this.unknown.add(name);
		}
		if (!DROPPED.contains(name) && !givenUnderBothNames) {
			this.parameters.put(driverName, VALUES.getOrDefault(name, Map.of()).getOrDefault(value, value));
		}
	}

	private void keep(String name, String value) {
		if (name.equals("sslpassword")) {
			refuseKeyPassword();
		}
		else {
			this.parameters.put(name, value);
		}
	}

	private void refuseKeyPassword() {
		this.warnings.add("'sslpassword' in the URL is not used: set "
				+ "'spring.datasource.hikari.data-source-properties.sslpassword' instead");
	}

	private void addOptions(String value) {
		if (value.startsWith("endpoint=") || value.startsWith("project=")) {
			return;
		}
		// With reference, Supabase's pooler is told the project: it reads that itself
		if (this.transactionPooler && !value.startsWith("reference=")) {
			this.warnings.add("'options' in the URL is not used: the transaction pooler would refuse the connection. "
					+ "Set its parameters for the role or the database instead (alter role ... set ...)");
			return;
		}
		this.parameters.put("options", value);
	}

	private void addSchema(String value) {
		if (this.transactionPooler && value.equals("public")) {
			// The default anyway, and a transaction pooler refuses to be told
			return;
		}
		if (this.transactionPooler) {
			this.warnings.add("'schema' in the URL may be refused by the transaction pooler. Set search_path for the "
					+ "role or the database instead (alter role ... set ...)");
		}
		rename("schema", value);
	}

	private void addSsl(String value) {
		// For the driver, ssl=true means verify-full; everywhere else it means encryption
		if (value.isEmpty() || Boolean.parseBoolean(value) || value.equals("1")) {
			this.parameters.putIfAbsent("sslmode", this.given.getOrDefault("sslmode", "require"));
		}
		else {
			this.parameters.putIfAbsent("sslmode", this.given.getOrDefault("sslmode", "disable"));
		}
		this.parameters.computeIfPresent("sslmode",
				(name, mode) -> VALUES.getOrDefault(name, Map.of()).getOrDefault(mode, mode));
	}

	private void addRootCertificate(String value) {
		if (value.toLowerCase(Locale.ROOT).equals("system")) {
			if (!this.given.containsKey("sslfactory")) {
				this.parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
			}
			if (!this.given.containsKey("sslmode")) {
				this.parameters.put("sslmode", "verify-full");
			}
		}
		else {
			this.parameters.put("sslrootcert", value);
		}
	}

	private void addPgBouncer(String value) {
		// Stays, as a sign for whoever tunes the pool; the driver ignores it
		this.parameters.put("pgbouncer", value);
		if (Boolean.parseBoolean(value) && !this.given.containsKey("prepareThreshold")) {
			this.parameters.put("prepareThreshold", "0");
		}
	}

	private void addStatementCacheSize(String name, String value) {
		rename(name, value);
		if (value.equals("0") && !this.given.containsKey("prepareThreshold")) {
			this.parameters.put("prepareThreshold", "0");
		}
	}

}
