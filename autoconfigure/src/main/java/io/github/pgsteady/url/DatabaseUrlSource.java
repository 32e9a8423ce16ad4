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

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The property or variable that says which database to connect to. It is read only when
 * it is needed, so that an error in it is reported where it does harm.
 *
 * @param name the name of the property or variable
 * @param text the text of the URL
 * @param username a user from elsewhere, for a URL that names none
 * @param password a password from elsewhere, for a URL that holds none
 */
record DatabaseUrlSource(String name, String text, @Nullable String username, @Nullable String password) {

	DatabaseUrl read() {
		DatabaseUrl url = new DatabaseUrlParser(this.name, this.text).parse();
		return new DatabaseUrl(url.hosts(), url.database(), (url.username() != null) ? url.username() : this.username,
				(url.password() != null) ? url.password() : this.password, url.parameters(), url.jdbc());
	}

	/**
	 * Return the source that libpq's own variables are.
	 * @param variables the variables, by name
	 * @return the source
	 */
	static DatabaseUrlSource ofLibpqVariables(Map<String, @Nullable String> variables) {
		String host = variables.getOrDefault("PGHOST", "");
		String port = variables.get("PGPORT");
		String database = variables.get("PGDATABASE");
		String sslmode = variables.get("PGSSLMODE");
		StringBuilder url = new StringBuilder("postgresql:///");
		url.append((database != null) ? UrlEncoding.encodeJdbc(database) : "");
		url.append("?host=").append(UrlEncoding.encodeJdbc((host != null) ? host : ""));
		url.append((port != null) ? "&port=" + UrlEncoding.encodeJdbc(port) : "");
		url.append((sslmode != null) ? "&sslmode=" + UrlEncoding.encodeJdbc(sslmode) : "");
		return new DatabaseUrlSource("PGHOST", url.toString(), variables.get("PGUSER"), variables.get("PGPASSWORD"));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
