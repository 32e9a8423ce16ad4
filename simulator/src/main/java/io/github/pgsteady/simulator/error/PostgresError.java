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
 * What PostgreSQL itself says to connections, before and after the login. The texts are
 * those of English messages ({@code lc_messages=C}); sources: postgres.c, proc.c,
 * postmaster.c, miscinit.c and auth.c of PostgreSQL 14 to 18.
 *
 * @since 0.1.0
 */
public enum PostgresError implements ServerError {

	/**
	 * All connections are taken.
	 */
	TOO_MANY_CLIENTS("sorry, too many clients already"),

	/**
	 * Only reserved connections are left, since PostgreSQL 16.
	 */
	SLOTS_RESERVED("remaining connection slots are reserved for roles with the SUPERUSER attribute"),

	/**
	 * Only connections reserved with {@code reserved_connections} are left, since
	 * PostgreSQL 16.
	 */
	SLOTS_RESERVED_BY_ROLE(
			"remaining connection slots are reserved for roles with privileges of the \"pg_use_reserved_connections\" role"),

	/**
	 * Only reserved connections are left, up to PostgreSQL 15.
	 */
	FORMER_SLOTS_RESERVED("remaining connection slots are reserved for non-replication superuser connections"),

	/**
	 * Only reserved connections are left, as Amazon RDS says it.
	 */
	SLOTS_RESERVED_AT_RDS(
			"remaining connection slots are reserved for non-replication superuser, rds_reserved, and rds_superuser connections"),

	/**
	 * The connection limit of the role is reached.
	 */
	TOO_MANY_CONNECTIONS_FOR_ROLE("too many connections for role \"{app}\""),

	/**
	 * The connection limit of the database is reached.
	 */
	TOO_MANY_CONNECTIONS_FOR_DATABASE("too many connections for database \"{postgres}\""),

	/**
	 * The session is ended by a restart or by {@code pg_terminate_backend}.
	 */
	ADMIN_SHUTDOWN("57P01", "terminating connection due to administrator command"),

	/**
	 * The session is ended because another one has crashed. PostgreSQL sends it as a
	 * warning before it closes the connection, so that pgjdbc reports a lost connection
	 * (08006).
	 */
	CRASH_SHUTDOWN("57P02", "terminating connection because of crash of another server process"),

	/**
	 * Not ready yet.
	 */
	STARTING_UP("57P03", "the database system is starting up"),

	/**
	 * Not ready yet: recovery has not come far enough.
	 */
	NOT_ACCEPTING_CONNECTIONS("57P03", "the database system is not yet accepting connections"),

	/**
	 * Not for long any more.
	 */
	SHUTTING_DOWN("57P03", "the database system is shutting down"),

	/**
	 * Recovering from a crash.
	 */
	IN_RECOVERY("57P03", "the database system is in recovery mode"),

	/**
	 * The session was idle for longer than {@code idle_session_timeout}.
	 */
	IDLE_SESSION_TIMEOUT("57P05", "terminating connection due to idle-session timeout"),

	/**
	 * The session was idle in a transaction for longer than {@code
	 * idle_in_transaction_session_timeout}.
	 */
	IDLE_IN_TRANSACTION_TIMEOUT("25P03", "terminating connection due to idle-in-transaction timeout"),

	/**
	 * The transaction took longer than {@code transaction_timeout}, since PostgreSQL 17.
	 */
	TRANSACTION_TIMEOUT("25P04", "terminating connection due to transaction timeout"),

	/**
	 * Wrong password, or no such role.
	 */
	PASSWORD_AUTHENTICATION_FAILED("28P01", "password authentication failed for user \"{app}\""),

	/**
	 * This host, user or database may not connect like that; since PostgreSQL 14.
	 */
	NO_PG_HBA_ENTRY("28000",
			"no pg_hba.conf entry for host \"{127.0.0.1}\", user \"{app}\", database \"{postgres}\", no encryption"),

	/**
	 * This host, user or database may not connect like that; up to PostgreSQL 13.
	 */
	FORMER_NO_PG_HBA_ENTRY("28000",
			"no pg_hba.conf entry for host \"{127.0.0.1}\", user \"{app}\", database \"{postgres}\", SSL off"),

	/**
	 * This host, user or database is turned away on purpose; since PostgreSQL 14.
	 */
	PG_HBA_REJECTS("28000",
			"pg_hba.conf rejects connection for host \"{127.0.0.1}\", user \"{app}\", database \"{postgres}\", no encryption"),

	/**
	 * There is no such role, and no password was asked for.
	 */
	ROLE_DOES_NOT_EXIST("28000", "role \"{app}\" does not exist"),

	/**
	 * There is no such database.
	 */
	DATABASE_DOES_NOT_EXIST("3D000", "database \"{orders}\" does not exist"),

	/**
	 * A pooler does not keep sessions apart; comes after the login.
	 */
	PREPARED_STATEMENT_EXISTS("ERROR", "42P05", "prepared statement \"{S_1}\" already exists"),

	/**
	 * A pooler does not keep sessions apart; comes after the login.
	 */
	PREPARED_STATEMENT_NOT_FOUND("ERROR", "26000", "prepared statement \"{S_1}\" does not exist"),

	/**
	 * A table was changed under a prepared statement; comes after the login.
	 */
	CACHED_PLAN_CHANGED("ERROR", "0A000", "cached plan must not change result type"),

	/**
	 * The server is a standby, or was switched to read-only; comes after the login.
	 */
	READ_ONLY_TRANSACTION("ERROR", "25006", "cannot execute {UPDATE} in a read-only transaction"),

	/**
	 * The role may not connect to the database.
	 */
	PERMISSION_DENIED_FOR_DATABASE("42501", "permission denied for database \"{orders}\"");

	private final String severity;

	private final String sqlState;

	private final MessageTemplate template;

	PostgresError(String template) {
		this("53300", template);
	}

	PostgresError(String sqlState, String template) {
		this("FATAL", sqlState, template);
	}

	PostgresError(String severity, String sqlState, String template) {
		this.severity = severity;
		this.sqlState = sqlState;
		this.template = new MessageTemplate(template);
	}

	@Override
	public String severity() {
		return this.severity;
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
