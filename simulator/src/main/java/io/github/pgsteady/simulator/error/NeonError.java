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
 * What Neon's proxy says before the login is complete: always with severity ERROR and
 * SQLSTATE XX000, also where it relays what PostgreSQL or its pooler said. Sources:
 * neondatabase/neon, {@code proxy/src} ({@code auth/mod.rs},
 * {@code control_plane/errors.rs}, {@code compute/mod.rs}, {@code rate_limiter},
 * {@code stream.rs}), version of 2026-03-25, and the page on connection errors in Neon's
 * documentation. After the login, errors of the compute come unchanged.
 *
 * @since 0.1.0
 */
public enum NeonError implements ServerError {

	/**
	 * The compute is not reachable, or not yet.
	 */
	COULD_NOT_CONNECT_TO_COMPUTE("Couldn't connect to compute node"),

	/**
	 * The control plane does not answer as it should.
	 */
	CONTROL_PLANE_REQUEST_FAILED("Control plane request failed"),

	/**
	 * Locked: maintenance, or a quota.
	 */
	ENDPOINT_TEMPORARILY_UNAVAILABLE(
			"Control plane request failed: endpoint is temporarily unavailable. Check your quotas and/or contact our support."),

	/**
	 * There is no such endpoint.
	 */
	ENDPOINT_NOT_FOUND("Control plane request failed: endpoint cannot be found"),

	/**
	 * The endpoint is switched off.
	 */
	ENDPOINT_DISABLED("Control plane request failed: endpoint is disabled"),

	/**
	 * The compute is being suspended just now.
	 */
	ENDPOINT_IDLE("endpoint is idle, retry request"),

	/**
	 * Waking up took too long.
	 */
	ENDPOINT_ACTIVATION_TIMED_OUT("timed out while waiting for endpoint to become active"),

	/**
	 * The plan has no time left.
	 */
	COMPUTE_TIME_QUOTA(
			"Your account or project has exceeded the compute time quota. Upgrade your plan to increase limits."),

	/**
	 * The plan has no more computes. Only the first sentence was found in the source; the
	 * rest comes from the control plane and may differ.
	 */
	ACTIVE_ENDPOINTS_LIMIT(
			"You have exceeded the limit of concurrently active endpoints. Please suspend some endpoints and try again."),

	/**
	 * The plan has no more computes, in an older wording.
	 */
	FORMER_ACTIVE_ENDPOINTS_LIMIT("active endpoints limit exceeded"),

	/**
	 * Too many new connections in a second.
	 */
	TOO_MANY_CONNECTIONS_TO_ENDPOINT("Too many connections to this endpoint. Please try again later."),

	/**
	 * Too many attempts to wake the compute up.
	 */
	TOO_MANY_CONNECTION_ATTEMPTS("Too many connections attempts"),

	/**
	 * Too many connections are being made at this moment.
	 */
	PERMIT_NOT_ACQUIRED(
			"Failed to acquire permit to connect to the database. Too many database connection attempts are currently ongoing."),

	/**
	 * Wrong password, or no such role.
	 */
	PASSWORD_AUTHENTICATION_FAILED("password authentication failed for user '{app}'"),

	/**
	 * The login took too long.
	 */
	AUTHENTICATION_TIMED_OUT("Authentication timed out"),

	/**
	 * Whatever has no text of its own.
	 */
	INTERNAL_ERROR("Internal error"),

	/**
	 * Nothing was sent for too long.
	 */
	DISCONNECTED_DUE_TO_INACTIVITY("Disconnected due to inactivity after {5m}."),

	/**
	 * The address is not on the list.
	 */
	IP_ADDRESS_NOT_ALLOWED(
			"This IP address {203.0.113.7} is not allowed to connect to this endpoint. Please add it to the allowed list in the Neon console. Make sure to check for IPv4 or IPv6 addresses."),

	/**
	 * Only private connections are let in.
	 */
	VPC_ENDPOINT_ID_NOT_SPECIFIED(
			"VPC endpoint ID is not specified. This endpoint requires a VPC endpoint ID to connect."),

	/**
	 * The private connection is not on the list.
	 */
	VPC_ENDPOINT_NOT_ALLOWED(
			"This VPC endpoint id {vpce-1} is not allowed to connect to this endpoint. Please add it to the allowed list in the Neon console."),

	/**
	 * The network may not connect.
	 */
	NETWORK_BLOCKED("This connection is trying to access this endpoint from a blocked network."),

	/**
	 * The client does not speak TLS.
	 */
	CONNECTION_IS_INSECURE("connection is insecure (try using `sslmode=require`)"),

	/**
	 * The client names no host in TLS; wording of the documentation.
	 */
	DOCUMENTED_ENDPOINT_ID_NOT_SPECIFIED(
			"The endpoint ID is not specified. Either upgrade the Postgres client library (libpq) for SNI support or pass the endpoint ID (the first part of the domain name) as a parameter: '&options=endpoint%3D'. See https://neon.tech/sni for more information."),

	/**
	 * The client names no host in TLS; wording of the source.
	 */
	ENDPOINT_ID_NOT_SPECIFIED(
			"Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support or pass the endpoint ID (first part of the domain name) as a parameter: '?options=endpoint%3D<endpoint-id>'. See more at https://neon.tech/sni"),

	/**
	 * The client wants to log in in a way that there is not.
	 */
	UNSUPPORTED_AUTHENTICATION_METHOD("Unsupported authentication method: {md5}"),

	/**
	 * The login was not understood.
	 */
	MALFORMED_PASSWORD("Malformed password message: {not a password}"),

	/**
	 * Host and option name different endpoints.
	 */
	INCONSISTENT_PROJECT_NAME("Inconsistent project name inferred from SNI ('{ep-a}') and project option ('{ep-b}')."),

	/**
	 * The pooled endpoint does not take this parameter.
	 */
	UNSUPPORTED_STARTUP_PARAMETER(
			"unsupported startup parameter: {search_path}. Please use unpooled connection or remove this parameter from the startup package. More details: https://neon.tech/docs/connect/connection-errors#unsupported-startup-parameter"),

	/**
	 * The pooled endpoint does not take this parameter in the options.
	 */
	UNSUPPORTED_STARTUP_PARAMETER_IN_OPTIONS(
			"unsupported startup parameter in options: {search_path}. Please use unpooled connection or remove this parameter from the startup package. More details: https://neon.tech/docs/connect/connection-errors#unsupported-startup-parameter"),

	/**
	 * Relayed from the compute, where it is 53300.
	 */
	SLOTS_RESERVED("remaining connection slots are reserved for roles with the SUPERUSER attribute"),

	/**
	 * Relayed from the compute, where it is 53300.
	 */
	TOO_MANY_CLIENTS("sorry, too many clients already"),

	/**
	 * Relayed from the compute, where it is 53300.
	 */
	TOO_MANY_CONNECTIONS_FOR_ROLE("too many connections for role \"{app}\""),

	/**
	 * Relayed from the compute, where it is 53300.
	 */
	TOO_MANY_CONNECTIONS_FOR_DATABASE("too many connections for database \"{orders}\""),

	/**
	 * Relayed from the pooled endpoint, where it is 08P01.
	 */
	POOLER_FULL("no more connections allowed (max_client_conn)"),

	/**
	 * Relayed from the compute, where it is 57P03.
	 */
	STARTING_UP("the database system is starting up"),

	/**
	 * Relayed from the compute, where it is 57P03.
	 */
	SHUTTING_DOWN("the database system is shutting down"),

	/**
	 * Relayed from the compute, where it is 57P03.
	 */
	NOT_ACCEPTING_CONNECTIONS("the database system is not yet accepting connections"),

	/**
	 * Relayed from the compute, where it is 57P03.
	 */
	IN_RECOVERY("the database system is in recovery mode"),

	/**
	 * Relayed from the compute, where it is 3D000.
	 */
	DATABASE_DOES_NOT_EXIST("database \"{orders}\" does not exist");

	private final MessageTemplate template;

	NeonError(String template) {
		this.template = new MessageTemplate(template);
	}

	@Override
	public String severity() {
		return "ERROR";
	}

	@Override
	public String sqlState() {
		return "XX000";
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
