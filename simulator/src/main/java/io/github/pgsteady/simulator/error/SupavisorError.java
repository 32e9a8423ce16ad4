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
 * What Supavisor, the shared pooler of Supabase, says since version 2.9 (2026-03-10),
 * with a code before the text. Errors of PostgreSQL come with their own SQLSTATE.
 * Sources: supabase/supavisor, {@code lib/supavisor/errors}, {@code error.ex},
 * {@code circuit_breaker.ex}, {@code protocol/prepared_statements/storage.ex}, version of
 * 2026-08-20.
 *
 * @since 0.1.0
 */
public enum SupavisorError implements ServerError {

	/**
	 * The session pooler takes no more clients.
	 */
	MAX_CLIENTS_IN_SESSION_MODE(
			"(EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: {15}"),

	/**
	 * The pooler takes no more clients.
	 */
	MAX_CLIENTS("(EMAXCONN) max client connections reached, limit: {200}"),

	/**
	 * No session became free in time.
	 */
	CHECKOUT_TIMEOUT(
			"(ECHECKOUTTIMEOUT) unable to check out connection from the pool after {60000}ms in {Transaction} mode"),

	/**
	 * No session could be had.
	 */
	CHECKOUT_RETRIES("(ECHECKOUTRETRIES) failed to check out a connection after multiple retries"),

	/**
	 * No session could be had.
	 */
	POOL_CHECKOUT("(EPOOLCHECKOUT) pool checkout failed: {:timeout}"),

	/**
	 * The pooler has too many pools.
	 */
	MAX_POOLS_REACHED("(EMAXPOOLSREACHED) max pools count reached"),

	/**
	 * After 10 failed logins in 150 s, for 120 s.
	 */
	AUTHENTICATIONS_BLOCKED(
			"(ECIRCUITBREAKER) too many authentication failures, new connections are temporarily blocked"),

	/**
	 * After 100 failures in 150 s, for 30 s.
	 */
	CONNECTS_BLOCKED(
			"(ECIRCUITBREAKER) too many failed attempts to connect to the database, new connections are temporarily blocked"),

	/**
	 * After 5 failures in 300 s, for 30 s.
	 */
	CREDENTIALS_BLOCKED(
			"(ECIRCUITBREAKER) failed to retrieve database credentials after multiple attempts, new connections are temporarily blocked"),

	/**
	 * The session on the server is gone; comes after the login.
	 */
	DB_HANDLER_EXITED("(EDBHANDLEREXITED) DbHandler exited. Check logs for more information"),

	/**
	 * The session on the server is gone; comes after the login. The newest version closes
	 * the connection without a word.
	 */
	DATABASE_CONNECTION_CLOSED("(EDBHANDLEREXITED) connection to database closed. Check logs for more information"),

	/**
	 * Internal.
	 */
	SUBSCRIBE_RETRIES("(ESUBSCRIBERETRIES) failed to subscribe to tenant after multiple retries. Terminating"),

	/**
	 * Internal.
	 */
	WORKER_NOT_FOUND("(EWORKERNOTFOUND) worker processes (manager/pool) not found for tenant {\"abc\"}"),

	/**
	 * Internal.
	 */
	POOL_CONFIG_NOT_FOUND("(EPOOLCONFIGNOTFOUND) pool configuration not found for {\"abc\"}"),

	/**
	 * Internal.
	 */
	POOL_RANCH_NOT_FOUND("(EPOOLRANCHNOTFOUND) pool ranch listener not found for {\"abc\"}"),

	/**
	 * Internal.
	 */
	PROXY_START_FAILED("(EPROXYSTARTFAILED) failed to start proxy connection"),

	/**
	 * Internal.
	 */
	PROXY_SUPERVISOR_UNAVAILABLE("(EPROXYSUPERVISORUNAVAILABLE) proxy supervisor unavailable after retries"),

	/**
	 * The login took too long.
	 */
	AUTHENTICATION_TIMEOUT("08006", "(EAUTHTIMEOUT) timeout while waiting for message"),

	/**
	 * TLS failed.
	 */
	SSL_HANDSHAKE("08006", "(ESSLHANDSHAKE) SSL handshake failed: {:timeout}"),

	/**
	 * The pooler does not reach the database.
	 */
	DATABASE_UNREACHABLE("08006", "Failed to connect to database: {:econnrefused}"),

	/**
	 * The login was not understood.
	 */
	AUTHENTICATION_PROTOCOL("08P01", "(EAUTHPROTOCOL) protocol violation during authentication"),

	/**
	 * The start-up packet was not understood.
	 */
	STARTUP_MESSAGE("08P01", "(ESTARTUPMESSAGE) Invalid startup message: {:bad_startup_payload}"),

	/**
	 * The start-up packet was too large.
	 */
	STARTUP_PACKET_TOO_LARGE("08P01",
			"(ESTARTUPPACKETTOOLARGE) Startup packet too large: {20000} bytes (max {10000} bytes)"),

	/**
	 * The password could not be checked.
	 */
	JIT_REQUEST_FAILED("(EJITREQUESTFAILED) failed to reach JIT provider for user \"{postgres}\""),

	/**
	 * The pooler cannot check the password.
	 */
	AUTHENTICATION_QUERY_WITHOUT_DETAILS("(EAUTHQUERY) authentication query failed"),

	/**
	 * The pooler cannot check the password.
	 */
	AUTHENTICATION_QUERY_FORMAT("(EAUTHQUERY) authentication query returned wrong format"),

	/**
	 * The pooler cannot check the password.
	 */
	SECRET_FORMAT("(EAUTHQUERY) unsupported or invalid secret format"),

	/**
	 * The pooler cannot check the password.
	 */
	SCRAM_SECRET("(EAUTHQUERY) failed to parse SCRAM secret"),

	/**
	 * The pooler cannot check the password.
	 */
	MD5_SECRET("(EAUTHQUERY) MD5 secrets are not supported for auth_query, use require_user instead"),

	/**
	 * The pooler cannot check the password.
	 */
	AUTHENTICATION_QUERY_CONNECTION("(EAUTHQUERY) auth_query connection failed"),

	/**
	 * The pooler cannot check the password.
	 */
	NO_AUTHENTICATION_QUERY("(EAUTHQUERY) no auth_query configured for this tenant"),

	/**
	 * The pooler cannot check the password.
	 */
	AUTHENTICATION_QUERY_NO_DATABASE("(EAUTHQUERY) authentication query failed: connection to database not available"),

	/**
	 * The pooler cannot check the password.
	 */
	AUTHENTICATION_QUERY_FAILED("(EAUTHQUERY) auth_query connection failed: {timeout}"),

	/**
	 * The pooler cannot check the password in time.
	 */
	AUTHENTICATION_QUERY_TIMEOUT("(EAUTHQUERY) auth_query secret check timed out"),

	/**
	 * There is no such role.
	 */
	USER_NOT_FOUND("(EAUTHQUERY) user not found in the database"),

	/**
	 * The pooler cannot check the password.
	 */
	AUTHENTICATION_SECRETS("(EAUTHSECRETS) failed to retrieve authentication secrets: {:timeout}"),

	/**
	 * There is no such project at this host, or it is paused.
	 */
	TENANT_NOT_FOUND("(ENOTFOUND) tenant/user {postgres}.{abc} not found"),

	/**
	 * Wrong password, or the project is hibernated. It has no code before the text.
	 */
	WRONG_PASSWORD("28P01", "password authentication failed for user \"{postgres}\""),

	/**
	 * The password was changed.
	 */
	STALE_CREDENTIALS("28P01",
			"Authentication credentials are invalid. Please reconnect with fresh credentials to restore pool functionality."),

	/**
	 * The client does not speak TLS.
	 */
	SSL_REQUIRED("(ESSLREQUIRED) SSL connection is required for user: {postgres.abc}"),

	/**
	 * The address is not on the list.
	 */
	ADDRESS_NOT_ALLOWED("(EADDRNOTALLOWED) address not in tenant allow_list: {{203, 0, 113, 7}}"),

	/**
	 * The project is banned.
	 */
	BANNED("(EBANNED) tenant is banned: {abuse}"),

	/**
	 * The user name is not one, often because a password was not encoded.
	 */
	INVALID_USER_INFO("(EINVALIDUSERINFO) Authentication error, reason: \"Invalid format for user or db_name\""),

	/**
	 * The user name is ambiguous.
	 */
	MULTIPLE_USERS("(EMULTIPLEUSERS) multiple users matched for {postgres}.{abc}, check tenant configuration"),

	/**
	 * The user name has no project at its end.
	 */
	NO_IDENTIFIER("(ENOIDENTIFIER) no tenant identifier provided (external_id or sni_hostname required)"),

	/**
	 * Too many prepared statements; comes after the login.
	 */
	MAX_PREPARED_STATEMENTS("(EMAXPREPARED) max prepared statements limit reached. Limit: {100} per connection"),

	/**
	 * Too large prepared statements; comes after the login.
	 */
	MAX_PREPARED_STATEMENTS_MEMORY(
			"(EMAXPREPAREDMEM) max prepared statements memory limit reached. Limit: {1.0}MB per connection"),

	/**
	 * The pooler does not keep sessions apart; comes after the login.
	 */
	PREPARED_STATEMENT_EXISTS("42P05", "(EPREPAREDDUP) prepared statement \"{S_1}\" already exists"),

	/**
	 * The pooler does not keep sessions apart; comes after the login.
	 */
	PREPARED_STATEMENT_NOT_FOUND("26000", "(EPREPAREDNOTFOUND) prepared statement \"{S_1}\" does not exist"),

	/**
	 * A {@code PREPARE} in a simple query; comes after the login.
	 */
	PREPARE_BY_SIMPLE_QUERY(
			"(EPSSIMPLEQUERY) transaction mode only supports prepared statements using the Extended Query Protocol"),

	/**
	 * The pool was drained; comes after the login.
	 */
	ADMIN_SHUTDOWN("57P01", "terminating connection due to administrator command");

	private final String sqlState;

	private final MessageTemplate template;

	SupavisorError(String template) {
		this("XX000", template);
	}

	SupavisorError(String sqlState, String template) {
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
