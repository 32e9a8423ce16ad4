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
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.url.DatabaseUrl.Host;

/**
 * Reads a database URL as people paste it. First as the standard has it; if that does not
 * fit, each {@code @} in turn is tried as the end of a password that was not encoded.
 * {@link java.net.URI} is of no help: it splits passwords, has no host where there is an
 * underscore or a comma, and fails on a percent sign.
 */
class DatabaseUrlParser {

	private static final String DRIVER_SCHEME = "jdbc:postgresql:";

	private static final Pattern SCHEME = Pattern.compile("(?is)(jdbc:)?([a-z][a-z0-9+.-]*):(.*)");

	private static final Pattern REST = Pattern.compile("(?s)([^/?#]*)(?:/([^?]*))?(?:\\?(.*))?");

	private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

	/**
	 * Parameters whose values may hold an {@code @} as it is. Elsewhere it is a sign that
	 * what looks like a parameter is the end of a password.
	 */
	private static final Set<String> TEXT_PARAMETERS = Set.of("user", "password", "sslpassword", "application_name",
			"ApplicationName");

	private static final String SHAPE = "Write it as postgres://user:password@host:5432/database?sslmode=require. "
			+ "In user and password, write %40 for @, %3A for :, %2F for /, %3F for ?, %23 for # and %25 for %.";

	private final String name;

	private final String text;

	/**
	 * Create a parser.
	 * @param name the name of the property or variable that holds the URL
	 * @param text the text as it was pasted
	 */
	DatabaseUrlParser(String name, String text) {
		this.name = name;
		this.text = PastedText.clean(text);
	}

	/**
	 * Return whether a text is the URL of something else than PostgreSQL.
	 * @param text the text as it was pasted
	 * @return whether it is another database's, or no database's
	 */
	static boolean isForeign(String text) {
		Matcher scheme = SCHEME.matcher(PastedText.clean(text));
		return scheme.matches() && !isPostgres(scheme.group(2)) && (scheme.group(1) != null
				|| scheme.group(3).startsWith("//") || scheme.group(2).equalsIgnoreCase("file"));
	}

	/**
	 * Return whether a text is a JDBC URL that can be left to its driver. One with
	 * credentials before the host is none: the driver would show them as the host.
	 * @param text the text as it was pasted
	 * @return whether it is a JDBC URL
	 */
	static boolean isJdbc(String text) {
		if (!text.startsWith(DRIVER_SCHEME)) {
			return text.startsWith("jdbc:") && isForeign(text);
		}
		String rest = text.substring(DRIVER_SCHEME.length());
		if (!rest.startsWith("//")) {
			return !rest.startsWith("/");
		}
		String authority = authority(rest.substring(2));
		boolean incomplete = authority.contains("${") && authority.indexOf('@') < 0;
		return incomplete || HostList.of(authority) != null;
	}

	private static boolean isPostgres(String scheme) {
		// SQLAlchemy adds the name of its driver, as in postgresql+psycopg
		String database = scheme.split("\\+", 2)[0];
		return database.equalsIgnoreCase("postgres") || database.equalsIgnoreCase("postgresql");
	}

	/**
	 * Read the URL.
	 * @return the parts of the URL
	 * @throws DatabaseUrlSyntaxException if it cannot be understood
	 */
	DatabaseUrl parse() {
		refusePlaceholders();
		Matcher scheme = SCHEME.matcher(this.text);
		if (!scheme.matches() || !isPostgres(scheme.group(2))) {
			throw failure("it does not start with postgres:// or postgresql://", SHAPE);
		}
		boolean jdbc = scheme.group(1) != null && scheme.group(2).equalsIgnoreCase("postgresql");
		DatabaseUrl url = parse(withoutSlashes(scheme.group(3), jdbc), jdbc);
		if (url == null) {
			throw failure("host, port and database could not be told apart", SHAPE);
		}
		return url;
	}

	private String withoutSlashes(String rest, boolean jdbc) {
		if (rest.startsWith("//")) {
			return rest.substring(2);
		}
		if (jdbc && !rest.startsWith("/") && rest.indexOf('@') < 0) {
			// For the driver, jdbc:postgresql:name is a database on this machine
			return "/" + rest;
		}
		throw failure("there have to be two slashes after the scheme", SHAPE);
	}

	private void refusePlaceholders() {
		if (PastedText.isTwoUrls(this.text)) {
			throw failure("it holds more than one URL", "Remove all but one of them.");
		}
		String unresolved = PastedText.unresolvedPlaceholder(this.text);
		if (unresolved != null) {
			throw failure(
					"a placeholder in it was not replaced" + (unresolved.equals(this.text) ? ": " + unresolved : ""),
					"Set the variable that the placeholder names. On Railway, check the name of the service in the "
							+ "reference. If it is a part of the password, write %24 for $.");
		}
		if (PastedText.hasTemplateText(this.text)) {
			throw failure("it still holds a text in brackets from the template, such as [YOUR-PASSWORD]",
					"Replace it, brackets included, by the real value.");
		}
	}

	private @Nullable DatabaseUrl parse(String rest, boolean jdbc) {
		int at = authority(rest).lastIndexOf('@');
		DatabaseUrl url = parse(rest, at, jdbc && at < 0);
		for (int next = rest.indexOf('@'); url == null && next >= 0; next = rest.indexOf('@', next + 1)) {
			url = parse(rest, next, false);
		}
		return url;
	}

	private static String authority(String rest) {
		return rest.split("[/?#]", 2)[0];
	}

	private @Nullable DatabaseUrl parse(String rest, int at, boolean jdbc) {
		Matcher matcher = REST.matcher(rest.substring(at + 1));
		if (!matcher.matches()) {
			return null;
		}
		UnaryOperator<String> decoder = jdbc ? UrlEncoding::decodeJdbc : UrlEncoding::decodeLibpq;
		refuseSocket(UrlEncoding.decodeLibpq(matcher.group(1)));
		List<Host> hosts = HostList.of(matcher.group(1));
		String database = database(matcher.group(2), decoder);
		Map<String, String> parameters = parameters(matcher.group(3), decoder, jdbc);
		if (hosts == null || database == null || parameters == null) {
			return null;
		}
		return complete(hosts, database, (at >= 0) ? rest.substring(0, at) : "", parameters, jdbc);
	}

	private void refuseSocket(String host) {
		if (host.startsWith("/")) {
			throw failure("it leads to a Unix socket, which the driver cannot open",
					"Name the host and port of the server instead. For Google Cloud SQL, use its JDBC socket factory.");
		}
	}

	private @Nullable String database(@Nullable String path, UnaryOperator<String> decoder) {
		String database = (path != null) ? path.replaceAll("/+$", "") : "";
		boolean understood = database.chars()
			.noneMatch((character) -> "@/#".indexOf(character) >= 0 || Character.isISOControl(character));
		return understood ? decoder.apply(database) : null;
	}

	private @Nullable Map<String, String> parameters(@Nullable String query, UnaryOperator<String> decoder,
			boolean jdbc) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : ((query != null) ? query : "").split("&")) {
			if (parameter.isEmpty()) {
				continue;
			}
			int equals = parameter.indexOf('=');
			String key = (equals >= 0) ? parameter.substring(0, equals) : parameter;
			String value = (equals >= 0) ? parameter.substring(equals + 1) : "";
			boolean understood = PARAMETER_NAME.matcher(key).matches() && (equals >= 0 || jdbc)
					&& (value.indexOf('@') < 0 || TEXT_PARAMETERS.contains(key));
			if (!understood) {
				return null;
			}
			parameters.put(key, decoder.apply(value));
		}
		return parameters;
	}

	private DatabaseUrl complete(List<Host> hosts, String database, String userInfo, Map<String, String> parameters,
			boolean jdbc) {
		int colon = userInfo.indexOf(':');
		String user = UrlEncoding.decodeLibpq((colon >= 0) ? userInfo.substring(0, colon) : userInfo);
		String password = (colon >= 0) ? UrlEncoding.decodeLibpq(userInfo.substring(colon + 1)) : null;
		String userParameter = parameters.remove("user");
		String passwordParameter = parameters.remove("password");
		String databaseParameter = jdbc ? null : parameters.remove("dbname");
		List<Host> allHosts = jdbc ? hosts : hostsFrom(parameters, hosts);
		if (!userInfo.isEmpty() && allHosts.stream().anyMatch((host) -> host.name().isEmpty())) {
			throw failure("it names no host", "If it is put together from variables, set all of them. " + SHAPE);
		}
		return new DatabaseUrl(allHosts.stream().map(Host::orLocal).toList(),
				nullIfEmpty((databaseParameter != null) ? databaseParameter : database),
				nullIfEmpty((userParameter != null) ? userParameter : user),
				(passwordParameter != null) ? passwordParameter : password, parameters, jdbc);
	}

	private List<Host> hostsFrom(Map<String, String> parameters, List<Host> hosts) {
		String address = parameters.remove("hostaddr");
		String host = parameters.remove("host");
		String port = parameters.remove("port");
		String names = (host != null) ? host : address;
		refuseSocket((names != null) ? names : "");
		List<Host> given = HostList.of(names, port, hosts);
		if (given == null) {
			throw failure("its parameters 'host' and 'port' are no host and port", SHAPE);
		}
		return given;
	}

	private static @Nullable String nullIfEmpty(String text) {
		return text.isEmpty() ? null : text;
	}

	private DatabaseUrlSyntaxException failure(String reason, String remedy) {
		return new DatabaseUrlSyntaxException(this.name, UrlRedaction.redact(this.text), reason, remedy);
	}

}
