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

import java.util.regex.Pattern;

/**
 * Tells by its looks whether a host can only be reached from within some network. No name
 * is looked up.
 */
final class PrivateAddress {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[?(::1|0*(:0*){6}:0*1)]?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern PRIVATE_IP = Pattern.compile(
			"10(\\.\\d+){3}|192\\.168(\\.\\d+){2}|172\\.(1[6-9]|2\\d|3[01])(\\.\\d+){2}"
					+ "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])(\\.\\d+){2}|\\[?f[cd][0-9a-f]{2}:[0-9a-f:]+]?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern PRIVATE_NAME = Pattern.compile("[a-z0-9_-]+|.+\\.(internal|local)",
			Pattern.CASE_INSENSITIVE);

	private PrivateAddress() {
	}

	static boolean matches(String host) {
		return !LOOPBACK.matcher(host).matches()
				&& (PRIVATE_IP.matcher(host).matches() || PRIVATE_NAME.matcher(host).matches());
	}

}
