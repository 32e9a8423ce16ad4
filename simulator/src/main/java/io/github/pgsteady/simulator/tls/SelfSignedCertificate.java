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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * A certificate for this machine that nobody has signed but itself, for the name
 * {@code localhost} and the address {@code 127.0.0.1}. It is made once in a JVM, with the
 * {@code keytool} of the JDK, when it is first asked for.
 *
 * @since 0.1.0
 */
public final class SelfSignedCertificate {

	private static @Nullable SelfSignedCertificate shared;

	private final KeyStore keyStore;

	private final char[] password;

	private final String certificatePem;

	private final String privateKeyPem;

	private final Path certificate;

	private SelfSignedCertificate(KeyStore keyStore, char[] password) throws GeneralSecurityException, IOException {
		this.keyStore = keyStore;
		this.password = password;
		Certificate leaf = keyStore.getCertificate(KeyTool.ALIAS);
		Key key = keyStore.getKey(KeyTool.ALIAS, password);
		this.certificatePem = pem("CERTIFICATE", leaf.getEncoded());
		this.privateKeyPem = pem("PRIVATE KEY", key.getEncoded());
		this.certificate = Files.createTempFile("pgsteady-simulator", ".crt");
		this.certificate.toFile().deleteOnExit();
		Files.writeString(this.certificate, this.certificatePem);
	}

	/**
	 * Return the certificate of this JVM, which takes about a second the first time.
	 * @return the certificate
	 * @throws IllegalStateException if there is no {@code keytool} in the {@code bin} of
	 * {@code java.home}, as in a Java runtime that was cut down, or if it fails
	 */
	public static SelfSignedCertificate get() {
		synchronized (SelfSignedCertificate.class) {
			SelfSignedCertificate certificate = shared;
			if (certificate == null) {
				certificate = generate();
				shared = certificate;
			}
			return certificate;
		}
	}

	private static SelfSignedCertificate generate() {
		KeyTool keyTool = new KeyTool();
		try (InputStream content = Files.newInputStream(keyTool.generate())) {
			char[] password = keyTool.getPassword().toCharArray();
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(content, password);
			return new SelfSignedCertificate(keyStore, password);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The key store that keytool wrote cannot be read", ex);
		}
		finally {
			keyTool.deleteOutput();
		}
	}

	private static String pem(String type, byte[] content) {
		String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
		return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
	}

	/**
	 * Return what a TLS server needs that shows this certificate.
	 * @return a new context
	 * @throws IllegalStateException if this JVM has no TLS
	 */
	public SSLContext serverContext() {
		try {
			KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keyManagers.init(this.keyStore, this.password);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keyManagers.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("No TLS with a self-signed certificate", ex);
		}
	}

	/**
	 * Return the file with the certificate, for the {@code sslrootcert} of a client.
	 * @return a PEM file, which is deleted when the JVM ends
	 */
	public Path certificate() {
		return this.certificate;
	}

	/**
	 * Return the certificate as text, for the {@code ssl_cert_file} of a PostgreSQL
	 * server.
	 * @return the PEM
	 */
	public String certificatePem() {
		return this.certificatePem;
	}

	/**
	 * Return the private key as text, for the {@code ssl_key_file} of a PostgreSQL
	 * server.
	 * @return the PEM, in PKCS 8
	 */
	public String privateKeyPem() {
		return this.privateKeyPem;
	}

}
