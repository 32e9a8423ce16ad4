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

package io.github.pgsteady.failure;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;

import org.jspecify.annotations.Nullable;

/**
 * Why no connection could be made, as far as it matters for the remedy. What follows from
 * a failure is decided by its {@link FailureClass class}.
 *
 * @since 0.1.0
 */
public enum FailureReason {

	/**
	 * User or password is wrong.
	 */
	WRONG_PASSWORD,

	/**
	 * The server has no such database.
	 */
	UNKNOWN_DATABASE,

	/**
	 * The pooler of Supabase knows no such project.
	 */
	UNKNOWN_TENANT,

	/**
	 * The proxy of Neon knows no such endpoint, or it is disabled.
	 */
	UNKNOWN_ENDPOINT,

	/**
	 * What the plan includes is used up.
	 */
	QUOTA,

	/**
	 * The project is paused.
	 */
	PAUSED,

	/**
	 * The address of this machine is not allowed.
	 */
	BLOCKED_NETWORK,

	/**
	 * The provider blocks all log-ins for a while, after too many that failed.
	 */
	BLOCKED_FOR_A_WHILE,

	/**
	 * The server, or the pooler, takes no more connections.
	 */
	TOO_MANY_CONNECTIONS,

	/**
	 * The server is starting, waking or shutting down.
	 */
	STARTING,

	/**
	 * The pooler refuses a parameter of the URL.
	 */
	STARTUP_PARAMETER,

	/**
	 * The server takes no connection without TLS.
	 */
	TLS_REQUIRED,

	/**
	 * The server cannot do TLS.
	 */
	TLS_NOT_OFFERED,

	/**
	 * The certificate of the server is not trusted, or is for another name.
	 */
	CERTIFICATE,

	/**
	 * The name of the host cannot be found.
	 */
	UNKNOWN_HOST,

	/**
	 * The network knows no way to the host.
	 */
	NO_ROUTE,

	/**
	 * Nobody listens at the port.
	 */
	NOT_LISTENING;

	/**
	 * Return the reason that an exception of the network is.
	 * @param exception the exception
	 * @return the reason, or {@code null} if it is none of these
	 */
	static @Nullable FailureReason of(Throwable exception) {
		if (exception instanceof UnknownHostException) {
			return UNKNOWN_HOST;
		}
		if (exception instanceof CertificateException) {
			return CERTIFICATE;
		}
		if (exception instanceof NoRouteToHostException || isUnreachable(exception)) {
			return NO_ROUTE;
		}
		return (exception instanceof ConnectException && isRefused(exception)) ? NOT_LISTENING : null;
	}

	// Both may come as a ConnectException, and words are all that tells
	private static boolean isUnreachable(Throwable exception) {
		return exception instanceof SocketException && exception.getMessage() != null
				&& exception.getMessage().contains("unreachable");
	}

	private static boolean isRefused(Throwable exception) {
		return exception.getMessage() != null && exception.getMessage().contains("refused");
	}

}
