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

package io.github.pgsteady.url;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A database URL in its parts, all decoded.
 *
 * @param hosts the hosts in order, at least one
 * @param database the name of the database, or {@code null} for that of the user
 * @param username the user, or {@code null}
 * @param password the password, or {@code null}
 * @param parameters the parameters in order, under the names that the URL has for them
 * @param jdbc whether the parameters are those of the driver, and not those of libpq
 */
record DatabaseUrl(List<Host> hosts, @Nullable String database, @Nullable String username, @Nullable String password,
		Map<String, String> parameters, boolean jdbc) {

	DatabaseUrl {
		hosts = List.copyOf(hosts);
		parameters = new LinkedHashMap<>(parameters);
	}

	/**
	 * Return the URL for the driver, without credentials.
	 * @param driverParameters the parameters under the driver's names
	 * @return the URL
	 */
	String toJdbcUrl(Map<String, String> driverParameters) {
		String query = driverParameters.entrySet()
			.stream()
			.map((parameter) -> parameter.getKey() + "=" + UrlEncoding.encodeJdbc(parameter.getValue()))
			.collect(Collectors.joining("&"));
		return "jdbc:postgresql://" + address() + "/"
				+ ((this.database != null) ? UrlEncoding.encodeJdbc(this.database) : "")
				+ (query.isEmpty() ? "" : "?" + query);
	}

	/**
	 * Return where the URL leads to, fit for a log.
	 * @return hosts and ports
	 */
	String address() {
		return StringUtils.collectionToCommaDelimitedString(this.hosts);
	}

	/**
	 * Return which database the URL leads to, fit for a log.
	 * @return hosts, ports and database
	 */
	String location() {
		return address() + ((this.database != null) ? "/" + this.database : "");
	}

	@Override
	public String toString() {
		return "postgresql://" + ((this.username != null) ? "***@" : "") + location();
	}

	/**
	 * A host and its port.
	 *
	 * @param name the name or address; an IPv6 address in brackets
	 * @param port the port
	 */
	record Host(String name, int port) {

		/**
		 * Return this host, or this machine if it has no name.
		 * @return a host with a name
		 */
		Host orLocal() {
			return this.name.isEmpty() ? new Host("localhost", this.port) : this;
		}

		@Override
		public String toString() {
			return this.name + ":" + this.port;
		}

	}

}
