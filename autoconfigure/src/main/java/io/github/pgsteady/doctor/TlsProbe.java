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

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

import io.github.pgsteady.doctor.TlsFacts.Authority;

/**
 * Asks a server for TLS, as the driver does, and looks at what it shows. Nobody logs in.
 */
final class TlsProbe {

	private static final byte[] SSL_REQUEST = { 0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f };

	private static final int OFFERED = 'S';

	private final Subject subject;

	private final InetSocketAddress address;

	private final int timeout;

	TlsProbe(Subject subject, InetSocketAddress address, int timeout) {
		this.subject = subject;
		this.address = address;
		this.timeout = timeout;
	}

	/**
	 * Ask.
	 * @return what the server offers, or {@code null} if that is nothing
	 * @throws IOException if it does not answer, or TLS does not come about
	 */
	@Nullable TlsFacts ask() throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(this.address, this.timeout);
			socket.setSoTimeout(this.timeout);
			socket.getOutputStream().write(SSL_REQUEST);
			socket.getOutputStream().flush();
			int answer = socket.getInputStream().read();
			if (answer < 0) {
				throw new SocketException("The connection was closed in answer to the request for TLS");
			}
			return (answer == OFFERED) ? shakeHands(socket) : null;
		}
		catch (SocketTimeoutException ex) {
			throw new IOException("No answer to the request for TLS within %s"
				.formatted(Times.elapsed(Duration.ofMillis(this.timeout))), ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	private TlsFacts shakeHands(Socket socket) throws IOException, GeneralSecurityException {
		ChainKeeper keeper = new ChainKeeper();
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { keeper }, null);
		String host = this.subject.host();
		try (SSLSocket tls = (SSLSocket) context.getSocketFactory()
			.createSocket(socket, host, this.address.getPort(), true)) {
			tls.startHandshake();
			X509Certificate[] chain = keeper.chain;
			String untrusted = objection(chain, null);
			String unknown = (untrusted != null) ? objection(chain, rootCertificate()) : null;
			Authority authority = (untrusted != null) ? Authority.FILE : Authority.JAVA;
			return new TlsFacts(tls.getSession().getProtocol(), tls.getSession().getCipherSuite(), names(chain[0]),
					chain[0].getIssuerX500Principal().getName(), chain[0].getNotAfter().toInstant(),
					PGjdbcHostnameVerifier.INSTANCE.verify(host, tls.getSession()),
					(unknown != null) ? Authority.UNKNOWN : authority, unknown);
		}
	}

	private @Nullable Path rootCertificate() {
		String file = this.subject.pool().getDriverParameter("sslrootcert");
		Path path = Path.of((file != null) ? file : System.getProperty("user.home", "") + "/.postgresql/root.crt");
		return Files.isReadable(path) ? path : null;
	}

	private static @Nullable String objection(X509Certificate[] chain, @Nullable Path rootCertificate)
			throws IOException, GeneralSecurityException {
		try {
			// Whether the certificate fits the key exchange was seen in the handshake
			trustManager(rootCertificate).checkServerTrusted(chain, "UNKNOWN");
			return null;
		}
		catch (CertificateException ex) {
			// Without the names of the classes that it went through
			return Objects.requireNonNullElse(ex.getMessage(), "not trusted").replaceFirst(".*Exception: ", "");
		}
	}

	private static X509TrustManager trustManager(@Nullable Path rootCertificate)
			throws IOException, GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init((rootCertificate != null) ? keyStore(rootCertificate) : null);
		return Arrays.stream(factory.getTrustManagers())
			.filter(X509TrustManager.class::isInstance)
			.map(X509TrustManager.class::cast)
			.findFirst()
			.orElseThrow();
	}

	private static KeyStore keyStore(Path rootCertificate) throws IOException, GeneralSecurityException {
		KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
		keyStore.load(null, null);
		try (InputStream content = Files.newInputStream(rootCertificate)) {
			int number = 0;
			for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(content)) {
				keyStore.setCertificateEntry("root" + number++, certificate);
			}
		}
		return keyStore;
	}

	private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
		List<String> names = new ArrayList<>();
		Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
		if (alternatives != null) {
			alternatives.stream()
				.filter((name) -> name.get(1) instanceof String)
				.forEach((name) -> names.add((String) name.get(1)));
		}
		return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
	}

	/**
	 * Lets everybody in, and keeps what they show.
	 */
	private static final class ChainKeeper implements X509TrustManager {

		private X509Certificate[] chain = {};

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
			this.chain = chain;
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
