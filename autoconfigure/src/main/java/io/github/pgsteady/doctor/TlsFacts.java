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

package io.github.pgsteady.doctor;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What TLS a server offers.
 *
 * @param protocol the version
 * @param cipher the cipher suite
 * @param names the names that the certificate is for
 * @param issuer who issued it
 * @param until until when it holds
 * @param nameMatches whether it is for the host of the URL
 * @param authority who would have to be trusted, and by which means that is possible
 * @param problem why the chain is not trusted, or {@code null} if it is
 */
record TlsFacts(String protocol, String cipher, List<String> names, String issuer, Instant until, boolean nameMatches,
		Authority authority, @Nullable String problem) {

	/**
	 * Return whether {@code sslmode=verify-full} would work.
	 * @return whether it would
	 */
	boolean isVerifiable() {
		return this.nameMatches && this.problem == null;
	}

	/**
	 * Who has to be trusted.
	 */
	enum Authority {

		/**
		 * One that Java trusts.
		 */
		JAVA,

		/**
		 * One in the file that {@code sslrootcert} names.
		 */
		FILE,

		/**
		 * One that nobody here knows.
		 */
		UNKNOWN

	}

}
