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

package io.github.pgsteady.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.postgresql.Driver;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.github.pgsteady.failure.FailureClassifiers;
import io.github.pgsteady.link.SessionOwnership;
import io.github.pgsteady.simulator.host.HostsFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A program that connects to a host whose name comes and goes.
 */
public final class UnknownHosts {

	static final String NAME = "db.example";

	private final HostsFile hosts;

	private final Hosted hosted;

	private UnknownHosts(HostsFile hosts, String url) {
		this.hosts = hosts;
		this.hosted = new Hosted(url);
	}

	public static void main(String[] args) throws SQLException {
		Security.setProperty("networkaddress.cache.ttl", "0");
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
		try (HostsFile hosts = HostsFile.inUse()) {
			UnknownHosts program = new UnknownHosts(hosts, args[1]);
			switch (Scenario.valueOf(args[0])) {
				case WRONG_AT_FIRST -> program.wrongAtFirst();
				case MISSING_LATER -> program.missingLater();
				case NOT_THERE_YET_IN_A_PRIVATE_NETWORK -> program.notThereYetInAPrivateNetwork();
			}
		}
	}

	private void wrongAtFirst() {
		PatientDataSource dataSource = dataSource(Duration.ZERO);
		for (int i = 0; i < 2; i++) {
			assertNotFound(dataSource);
		}
		assertThat(this.hosted.attempts).isOne();
	}

	private void missingLater() throws SQLException {
		PatientDataSource dataSource = dataSource(Duration.ZERO);
		this.hosts.map(NAME, InetAddress.getLoopbackAddress());
		dataSource.getConnection().close();
		this.hosts.remove(NAME);
		// The pool is told once, so that its callers get the cause
		assertNotFound(dataSource);
		this.hosted.appearAfter = this.hosted.attempts + 3;
		assertConnected(dataSource);
		assertThat(this.hosted.attempts).isEqualTo(6);
	}

	private void notThereYetInAPrivateNetwork() throws SQLException {
		this.hosted.appearAfter = 3;
		assertConnected(dataSource(Duration.ofSeconds(15)));
		assertThat(this.hosted.attempts).isEqualTo(4);
	}

	private PatientDataSource dataSource(Duration unknownHostGrace) {
		return new PatientDataSource("test", () -> this.hosted,
				new Connections(FailureClassifiers.builtIn(),
						new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ofHours(1))),
				new ConnectPolicy(Duration.ofSeconds(50), unknownHostGrace, Duration.ofSeconds(20),
						SessionOwnership.UNKNOWN),
				() -> false);
	}

	private void assertNotFound(PatientDataSource dataSource) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection)
			.havingRootCause()
			.isInstanceOf(UnknownHostException.class);
	}

	private void assertConnected(PatientDataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isValid(5)).isTrue();
		}
	}

	/**
	 * What may become of a name.
	 */
	enum Scenario {

		WRONG_AT_FIRST, MISSING_LATER, NOT_THERE_YET_IN_A_PRIVATE_NETWORK

	}

	/**
	 * The driver, and a host whose name appears after some attempts have failed.
	 */
	private final class Hosted extends DelegatingDataSource {

		private int attempts;

		private int appearAfter;

		Hosted(String url) {
			super(new SimpleDriverDataSource(new Driver(), url, System.getenv("PGUSER"), System.getenv("PGPASSWORD")));
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.attempts++;
			try {
				return super.getConnection();
			}
			catch (SQLException ex) {
				if (this.attempts == this.appearAfter) {
					UnknownHosts.this.hosts.map(NAME, InetAddress.getLoopbackAddress());
				}
				throw ex;
			}
		}

	}

}
