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

package io.github.pgsteady.simulator.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SelfSignedCertificateTests {

	private final SelfSignedCertificate certificate = SelfSignedCertificate.get();

	@Test
	void isMadeOnce() {
		assertThat(SelfSignedCertificate.get()).isSameAs(this.certificate);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1" })
	void isTrustedForTheNamesOfThisMachine(String name) throws Exception {
		InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] { 127, 0, 0, 1 });
		try (SSLServerSocket server = (SSLServerSocket) this.certificate.serverContext()
			.getServerSocketFactory()
			.createServerSocket(0, 1, loopback)) {
			CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> answer(server));
			try (SSLSocket client = (SSLSocket) clientContext().getSocketFactory()
				.createSocket(name, server.getLocalPort())) {
				SSLParameters parameters = client.getSSLParameters();
				parameters.setEndpointIdentificationAlgorithm("HTTPS");
				client.setSSLParameters(parameters);
				assertThat(client.getInputStream().read()).isEqualTo(42);
			}
			answer.join();
		}
	}

	private static void answer(SSLServerSocket server) {
		try (SSLSocket socket = (SSLSocket) server.accept()) {
			socket.getOutputStream().write(42);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private SSLContext clientContext() throws Exception {
		Certificate root;
		try (InputStream file = Files.newInputStream(this.certificate.certificate())) {
			root = CertificateFactory.getInstance("X.509").generateCertificate(file);
		}
		KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
		trusted.load(null, null);
		trusted.setCertificateEntry("root", root);
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trustManagers.getTrustManagers(), null);
		return context;
	}

	@Test
	void isThereAsText() throws IOException {
		assertThat(this.certificate.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----\n")
			.endsWith("\n-----END CERTIFICATE-----\n")
			.isEqualTo(Files.readString(this.certificate.certificate()));
		assertThat(this.certificate.privateKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n")
			.endsWith("\n-----END PRIVATE KEY-----\n");
	}

	@Test
	void saysThatTheJdkLacksItsProgram(@TempDir Path javaHome) {
		KeyTool keyTool = new KeyTool(javaHome);
		assertThatIllegalStateException().isThrownBy(keyTool::generate)
			.withMessageContaining("No keytool in " + javaHome.resolve("bin"));
		keyTool.deleteOutput();
	}

	@Test
	void keepsNoKeyStore() throws IOException {
		KeyTool keyTool = new KeyTool();
		Path keyStore = keyTool.generate();
		assertThat(List.of(keyStore, keyStore.getParent())).allSatisfy((path) -> assertThat(path).exists());
		keyTool.deleteOutput();
		assertThat(keyStore.getParent()).doesNotExist();
	}

}
