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

package io.github.pgsteady.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody but the page break the database: no other page that is open in the same
 * browser, whatever name it has given to this machine.
 */
class PageProtectionFilter extends OncePerRequestFilter {

	/**
	 * What other pages cannot send without asking first, and nobody answers them.
	 */
	static final String PAGE_HEADER = "X-Demo-Page";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final Pattern ORDERS = Pattern.compile("/orders(/[0-9]+/cancellation)?");

	private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

	private final String host;

	PageProtectionFilter(String host) {
		this.host = host;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
		response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
		if (isKnownHost(request) && (!isAction(request) || isOfPage(request))) {
			chain.doFilter(request, response);
		}
		else {
			response.sendError(HttpStatus.FORBIDDEN.value());
		}
	}

	// Somebody else's name for this machine would make his page one of ours
	private boolean isKnownHost(HttpServletRequest request) {
		String name = request.getServerName().toLowerCase(Locale.ROOT);
		return LOCAL_HOSTS.contains(name) || name.equals(this.host);
	}

	private boolean isAction(HttpServletRequest request) {
		return !HttpMethod.GET.matches(request.getMethod()) && !HttpMethod.HEAD.matches(request.getMethod());
	}

	private boolean isOfPage(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		return (request.getHeader(PAGE_HEADER) != null || isOrder(request))
				&& (site == null || site.equals("same-origin"))
				&& isOwn(request.getHeader(HttpHeaders.ORIGIN), request);
	}

	// The page's own paths can be written in many ways: so these are the ones that are
	// let in
	private boolean isOrder(HttpServletRequest request) {
		return ORDERS.matcher(request.getRequestURI()).matches();
	}

	private boolean isOwn(@Nullable String origin, HttpServletRequest request) {
		if (origin == null) {
			return true;
		}
		try {
			return request.getHeader(HttpHeaders.HOST).equalsIgnoreCase(URI.create(origin).getRawAuthority());
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
