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

package io.github.pgsteady.simulator.error;

/**
 * What Supavisor, the shared pooler of Supabase, said before version 2.9 (2026-03-10),
 * without codes. Source: supabase/supavisor,
 * {@code lib/supavisor/client_handler/error.ex} before commit 71eb86b7.
 *
 * @since 0.1.0
 */
public enum FormerSupavisorError implements ServerError {

	/**
	 * The session pooler takes no more clients.
	 */
	MAX_CLIENTS_IN_SESSION_MODE(
			"MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited to pool_size"),

	/**
	 * The pooler takes no more clients.
	 */
	MAX_CLIENTS("Max client connections reached"),

	/**
	 * No session became free in time.
	 */
	CHECKOUT_TIMEOUT("Unable to check out connection from the pool due to timeout"),

	/**
	 * No session became free in time; an older wording.
	 */
	CHECKOUT_TIMEOUT_PROCESS("Unable to check out process from the pool due to timeout"),

	/**
	 * The pooler has too many pools.
	 */
	MAX_POOLS_REACHED("Max pools count reached"),

	/**
	 * Too many failures of one kind.
	 */
	CIRCUIT_BREAKER_OPEN("Circuit breaker open: {Too many authentication errors}"),

	/**
	 * Internal.
	 */
	SUBSCRIBE_RETRIES("Failed to subscribe to tenant after multiple retries. Terminating."),

	/**
	 * Internal.
	 */
	PROXY_START_FAILED("Failed to start proxy connection. Check logs for more information"),

	/**
	 * Internal.
	 */
	PROXY_SUPERVISOR_UNAVAILABLE("Proxy supervisor unavailable"),

	/**
	 * Whatever has no text of its own.
	 */
	INTERNAL_ERROR("Internal error: {:timeout}"),

	/**
	 * The session on the server is gone; comes after the login.
	 */
	DB_HANDLER_EXITED("DbHandler exited. Check logs for more information."),

	/**
	 * The session on the server is gone; an older wording.
	 */
	OLDER_DB_HANDLER_EXITED("DbHandler exited"),

	/**
	 * The session on the server is gone; comes after the login.
	 */
	DATABASE_CONNECTION_CLOSED("Connection to database closed. Check logs for more information"),

	/**
	 * There is no such project at this host, or it is paused.
	 */
	TENANT_NOT_FOUND("Tenant or user not found"),

	/**
	 * The user name is not one, often because a password was not encoded.
	 */
	INVALID_USER_INFO("Authentication error, reason: \"Invalid format for user or db_name\""),

	/**
	 * The client does not speak TLS.
	 */
	SSL_REQUIRED("SSL connection is required"),

	/**
	 * The address is not on the list.
	 */
	ADDRESS_NOT_ALLOWED("Address not in tenant allow_list: {{203, 0, 113, 7}}"),

	/**
	 * Too many prepared statements; comes after the login.
	 */
	MAX_PREPARED_STATEMENTS("max prepared statements limit reached. Limit: {100} per connection"),

	/**
	 * Too large prepared statements; comes after the login.
	 */
	MAX_PREPARED_STATEMENTS_MEMORY("max prepared statements memory limit reached. Limit: {1.0}MB per connection"),

	/**
	 * The pooler does not keep sessions apart; comes after the login.
	 */
	PREPARED_STATEMENT_EXISTS("42P05", "prepared statement \"{S_1}\" already exists"),

	/**
	 * The pooler does not keep sessions apart; comes after the login.
	 */
	PREPARED_STATEMENT_NOT_FOUND("26000", "prepared statement \"{S_1}\" does not exist"),

	/**
	 * A {@code PREPARE} in a simple query; comes after the login.
	 */
	PREPARE_BY_SIMPLE_QUERY(
			"Supavisor transaction mode only supports prepared statements using the Extended Query Protocol"),

	/**
	 * Wrong password.
	 */
	WRONG_PASSWORD("28P01", "password authentication failed for user \"{postgres}\""),

	/**
	 * The login was not understood.
	 */
	AUTHENTICATION_PROTOCOL("08P01", "protocol violation during authentication"),

	/**
	 * The login took too long.
	 */
	CONNECTION_FAILURE_DURING_AUTHENTICATION("08006", "connection failure during authentication");

	private final String sqlState;

	private final MessageTemplate template;

	FormerSupavisorError(String template) {
		this("XX000", template);
	}

	FormerSupavisorError(String sqlState, String template) {
		this.sqlState = sqlState;
		this.template = new MessageTemplate(template);
	}

	@Override
	public String severity() {
		return "FATAL";
	}

	@Override
	public String sqlState() {
		return this.sqlState;
	}

	@Override
	public String message() {
		return this.template.sample();
	}

	@Override
	public ServerError with(Object... values) {
		return ServerError.of(severity(), sqlState(), this.template.fill(name(), values));
	}

}
