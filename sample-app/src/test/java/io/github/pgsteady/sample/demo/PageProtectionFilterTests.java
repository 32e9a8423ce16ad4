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

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageProtectionFilter}.
 */
class PageProtectionFilterTests {

	private final PageProtectionFilter filter = new PageProtectionFilter("127.0.0.1");

	private final MockHttpServletRequest request = request("POST", "/demo/api/troubles/kill");

	@Test
	void pageMayAct() throws ServletException, IOException {
		assertThat(status()).isEqualTo(200);
	}

	@Test
	void clientThatIsNoBrowserMayAct() throws ServletException, IOException {
		this.request.removeHeader("Origin");
		this.request.removeHeader("Sec-Fetch-Site");
		assertThat(status()).isEqualTo(200);
	}

	@Test
	void formOfAnotherPageMayNotAct() throws ServletException, IOException {
		this.request.removeHeader(PageProtectionFilter.PAGE_HEADER);
		assertThat(status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%64emo/api/troubles/kill", "/demo;x=1/api/troubles/kill", "/demo;/api/controls",
			"/orders/../demo/api/troubles/kill", "//demo/api/troubles/kill" })
	void formOfAnotherPageMayNotActByAnotherWayToWriteThePath(String path) throws ServletException, IOException {
		MockHttpServletRequest request = request("POST", path);
		request.removeHeader(PageProtectionFilter.PAGE_HEADER);
		assertThat(status(request)).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders", "/orders/17/cancellation" })
	void orderNeedsNoPage(String path) throws ServletException, IOException {
		MockHttpServletRequest request = request("POST", path);
		request.removeHeader(PageProtectionFilter.PAGE_HEADER);
		assertThat(status(request)).isEqualTo(200);
	}

	@Test
	void anotherPageMayNotOrder() throws ServletException, IOException {
		MockHttpServletRequest request = request("POST", "/orders");
		request.removeHeader("Origin");
		request.addHeader("Origin", "https://example.com");
		assertThat(status(request)).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "Origin,http://localhost:9999", "Origin,https://example.com", "Origin,null", "Origin,http://[",
			"Sec-Fetch-Site,cross-site", "Sec-Fetch-Site,same-site", "Sec-Fetch-Site,none" })
	void anotherPageMayNotAct(String header, String value) throws ServletException, IOException {
		this.request.removeHeader(header);
		this.request.addHeader(header, value);
		assertThat(status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/demo/api/events", "/actuator/pgsteady" })
	void whoeverGivesThisMachineAnotherNameSeesNothing(String path) throws ServletException, IOException {
		MockHttpServletRequest request = request("GET", path);
		request.removeHeader("Host");
		request.addHeader("Host", "rebound.example.com:8080");
		assertThat(status(request)).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "[::1]" })
	void whoeverIsHereSeesThePage(String host) throws ServletException, IOException {
		MockHttpServletRequest request = request("GET", "/");
		request.removeHeader("Host");
		request.addHeader("Host", host + ":8080");
		assertThat(status(request)).isEqualTo(200);
	}

	@Test
	void pageLoadsNothingFromElsewhereAndIsInNoFrame() throws ServletException, IOException {
		MockHttpServletResponse response = filter(this.request);
		assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'",
				"frame-ancestors 'none'");
		assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
	}

	private static MockHttpServletRequest request(String method, String path) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, path);
		request.setServerPort(8080);
		request.addHeader("Host", "localhost:8080");
		request.addHeader("Origin", "http://localhost:8080");
		request.addHeader("Sec-Fetch-Site", "same-origin");
		request.addHeader(PageProtectionFilter.PAGE_HEADER, "true");
		return request;
	}

	private int status() throws ServletException, IOException {
		return status(this.request);
	}

	private int status(MockHttpServletRequest request) throws ServletException, IOException {
		return filter(request).getStatus();
	}

	private MockHttpServletResponse filter(MockHttpServletRequest request) throws ServletException, IOException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(request, response, new MockFilterChain());
		return response;
	}

}
