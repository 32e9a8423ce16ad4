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

import java.net.InetAddress;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.diagnosis.Finding;

/**
 * What is known of a DataSource, as far as it has been examined.
 */
final class MedicalRecord {

	private final Subject subject;

	private final DoctorOptions options;

	private final DoctorConnections connections;

	private final List<Finding> findings = new ArrayList<>();

	private List<InetAddress> addresses = List.of();

	private @Nullable TlsFacts tls;

	private @Nullable Connection first;

	private @Nullable Connection second;

	private @Nullable Duration connectTime;

	private @Nullable ServerFacts server;

	private @Nullable EndpointEvidence endpoint;

	private @Nullable SessionFacts sessions;

	private @Nullable Duration roundTrip;

	private @Nullable Duration idleCut;

	MedicalRecord(Subject subject, DoctorOptions options, DoctorConnections connections) {
		this.subject = subject;
		this.options = options;
		this.connections = connections;
	}

	Subject getSubject() {
		return this.subject;
	}

	DoctorOptions getOptions() {
		return this.options;
	}

	DoctorConnections getConnections() {
		return this.connections;
	}

	List<Finding> getFindings() {
		return this.findings;
	}

	/**
	 * Add a finding, unless it is known already.
	 * @param finding the finding
	 */
	void add(Finding finding) {
		if (this.findings.stream().noneMatch((known) -> known.id().equals(finding.id()))) {
			this.findings.add(finding);
		}
	}

	/**
	 * Add a finding that was measured, in place of one that goes by the settings alone.
	 * @param finding the finding
	 */
	void replace(Finding finding) {
		this.findings.removeIf((known) -> known.id().equals(finding.id()));
		this.findings.add(finding);
	}

	List<InetAddress> getAddresses() {
		return this.addresses;
	}

	void setAddresses(List<InetAddress> addresses) {
		this.addresses = addresses;
	}

	@Nullable TlsFacts getTls() {
		return this.tls;
	}

	void setTls(TlsFacts tls) {
		this.tls = tls;
	}

	boolean isConnected() {
		return this.first != null;
	}

	/**
	 * Return the connection that the log-in has made.
	 * @return the connection
	 */
	Connection getFirst() {
		return Objects.requireNonNull(this.first);
	}

	void setFirst(@Nullable Connection first) {
		this.first = first;
	}

	@Nullable Connection getSecond() {
		return this.second;
	}

	void setSecond(@Nullable Connection second) {
		this.second = second;
	}

	@Nullable Duration getConnectTime() {
		return this.connectTime;
	}

	void setConnectTime(Duration connectTime) {
		this.connectTime = connectTime;
	}

	@Nullable ServerFacts getServer() {
		return this.server;
	}

	void setServer(ServerFacts server) {
		this.server = server;
	}

	@Nullable EndpointEvidence getEndpoint() {
		return this.endpoint;
	}

	void setEndpoint(EndpointEvidence endpoint) {
		this.endpoint = endpoint;
	}

	@Nullable SessionFacts getSessions() {
		return this.sessions;
	}

	void setSessions(SessionFacts sessions) {
		this.sessions = sessions;
	}

	@Nullable Duration getRoundTrip() {
		return this.roundTrip;
	}

	void setRoundTrip(Duration roundTrip) {
		this.roundTrip = roundTrip;
	}

	/**
	 * Return after how long the first idle connection was cut.
	 * @return how long, or {@code null} if none was
	 */
	@Nullable Duration getIdleCut() {
		return this.idleCut;
	}

	void setIdleCut(Duration idleCut) {
		this.idleCut = idleCut;
	}

}
