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
 * What PgBouncer itself says, which stands behind Railway, Render, the dedicated pooler
 * of Supabase and Neon's pooled endpoints: 08P01 for everything, also for a wrong
 * password. Errors of PostgreSQL come with their own SQLSTATE. Sources:
 * pgbouncer/pgbouncer, {@code src/client.c}, {@code server.c}, {@code objects.c},
 * {@code janitor.c}, {@code proto.c}, version of 2026-07-10 (1.25).
 *
 * @since 0.1.0
 */
public enum PgBouncerError implements ServerError {

	/**
	 * It takes no more clients.
	 */
	MAX_CLIENT_CONNECTIONS("no more connections allowed (max_client_conn)"),

	/**
	 * It takes no more clients of this database; since 1.24.
	 */
	MAX_DATABASE_CLIENT_CONNECTIONS("client connections exceeded (max_db_client_connections)"),

	/**
	 * It takes no more clients of this user; since 1.24.
	 */
	MAX_USER_CLIENT_CONNECTIONS("client connections exceeded (max_user_client_connections)"),

	/**
	 * No session became free in time: the statement was not started.
	 */
	QUERY_WAIT_TIMEOUT("query_wait_timeout"),

	/**
	 * A statement waited longer for a session than a statement may take.
	 */
	QUERY_TIMEOUT("query_timeout"),

	/**
	 * A running statement took too long.
	 */
	RUNNING_QUERY_TIMEOUT("query timeout"),

	/**
	 * A transaction took too long; since 1.25.
	 */
	TRANSACTION_TIMEOUT("transaction timeout"),

	/**
	 * A transaction was idle for too long.
	 */
	IDLE_TRANSACTION_TIMEOUT("idle transaction timeout"),

	/**
	 * The client was idle for too long.
	 */
	CLIENT_IDLE_TIMEOUT("client_idle_timeout"),

	/**
	 * The login took too long.
	 */
	CLIENT_LOGIN_TIMEOUT("client_login_timeout"),

	/**
	 * The login took too long, because there is no server.
	 */
	CLIENT_LOGIN_TIMEOUT_SERVER_DOWN("client_login_timeout (server down)"),

	/**
	 * It is being restarted.
	 */
	SUSPEND_TIMEOUT("suspend_timeout"),

	/**
	 * It cannot log in to the server and repeats what the server said, for up to 15 s;
	 * since 1.24.
	 */
	SERVER_LOGIN_FAILING(
			"server login has been failing, cached error: {sorry, too many clients already} (server_login_retry)"),

	/**
	 * The same as users have reported it; not found in the source.
	 */
	SERVER_LOGIN_FAILING_WITH_SEVERITY(
			"server login has been failing, cached error: FATAL: {sorry, too many clients already} (server_login_retry)"),

	/**
	 * It cannot log in to the server, up to 1.23.
	 */
	FORMER_SERVER_LOGIN_FAILING("server login has been failing, try again later (server_login_retry)"),

	/**
	 * It cannot log in to the server.
	 */
	SERVER_LOGIN_FAILED("server login failed: {wrong password type}"),

	/**
	 * It cannot log in to the server.
	 */
	LOGIN_FAILED("login failed"),

	/**
	 * It does not reach the server.
	 */
	CONNECT_FAILED("connect failed"),

	/**
	 * It does not reach the server in time.
	 */
	CONNECT_TIMEOUT("connect timeout"),

	/**
	 * The session on the server is gone while the client uses it; comes after the login.
	 */
	SERVER_CRASHED("server conn crashed?"),

	/**
	 * The session on the server was too old.
	 */
	SERVER_LIFETIME_OVER("server lifetime over"),

	/**
	 * It is being stopped.
	 */
	SERVER_SHUTTING_DOWN("server shutting down"),

	/**
	 * It is being stopped.
	 */
	POOLER_SHUTTING_DOWN("pooler is shutting down"),

	/**
	 * Somebody killed the connection.
	 */
	ADMIN_FORCED_DISCONNECT("admin forced disconnect"),

	/**
	 * It is being paused.
	 */
	PAUSE_FAILED("pause failed"),

	/**
	 * It has no memory left.
	 */
	RESOURCES_EXHAUSTED("bouncer resources exhaustion"),

	/**
	 * It has no memory left.
	 */
	OUT_OF_MEMORY("out of memory"),

	/**
	 * It is set up wrong.
	 */
	CONFIGURATION_ERROR("bouncer config error"),

	/**
	 * Wrong password.
	 */
	PASSWORD_AUTHENTICATION_FAILED("password authentication failed"),

	/**
	 * The rules for hosts forbid it.
	 */
	LOGIN_REJECTED("login rejected"),

	/**
	 * The certificate of the client is not accepted.
	 */
	CERTIFICATE_AUTHENTICATION_FAILED("certificate authentication failed"),

	/**
	 * Wrong password, with scram-sha-256.
	 */
	SASL_AUTHENTICATION_FAILED("SASL authentication failed"),

	/**
	 * The user is not known.
	 */
	TRUST_AUTHENTICATION_FAILED("\"trust\" authentication failed"),

	/**
	 * The user is not known.
	 */
	NO_SUCH_USER("no such user"),

	/**
	 * The client names no user.
	 */
	NO_USERNAME("no username supplied"),

	/**
	 * The database is not known.
	 */
	NO_SUCH_DATABASE("no such database: {orders}"),

	/**
	 * The database is switched off.
	 */
	DATABASE_DISABLED("database \"{orders}\" is disabled"),

	/**
	 * The client may not do that.
	 */
	NOT_ALLOWED("not allowed"),

	/**
	 * The client does not speak TLS.
	 */
	SSL_REQUIRED("SSL required"),

	/**
	 * It does not take this parameter, such as {@code currentSchema} of pgjdbc.
	 */
	UNSUPPORTED_STARTUP_PARAMETER("unsupported startup parameter: {search_path}"),

	/**
	 * It does not take this parameter in the options; since 1.20.
	 */
	UNSUPPORTED_STARTUP_PARAMETER_IN_OPTIONS("unsupported startup parameter in options: {search_path}"),

	/**
	 * It does not take these options; since 1.20.
	 */
	UNSUPPORTED_OPTIONS("unsupported options startup parameter: only '-c config=val' and '--config=val' are allowed"),

	/**
	 * A prepared statement is gone; since 1.21, comes after the login.
	 */
	PREPARED_STATEMENT_MISSING("prepared statement did not exist"),

	/**
	 * A prepared statement exists; since 1.21, comes after the login.
	 */
	PREPARED_STATEMENT_NAME_IN_USE("prepared statement name is already in use");

	private final MessageTemplate template;

	PgBouncerError(String template) {
		this.template = new MessageTemplate(template);
	}

	@Override
	public String severity() {
		return "FATAL";
	}

	@Override
	public String sqlState() {
		return "08P01";
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
