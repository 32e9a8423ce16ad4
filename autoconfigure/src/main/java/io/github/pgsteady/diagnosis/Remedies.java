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

package io.github.pgsteady.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.provider.Endpoint;

/**
 * What to do about a failure to connect. The table is data; what it says of the endpoint
 * comes before what it says of the provider, and that before what holds for all.
 */
final class Remedies {

	static final String LOCATION = "remedies.properties";

	private final Properties texts;

	Remedies() {
		try {
			this.texts = PropertiesLoaderUtils.loadProperties(
					new EncodedResource(new ClassPathResource(LOCATION, Remedies.class), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Properties getTexts() {
		return this.texts;
	}

	/**
	 * Return what to do.
	 * @param failure the failure
	 * @param platform the name of the provider that runs this application, or an empty
	 * text
	 * @return what to do
	 */
	String find(ConnectFailure failure, String platform) {
		Destination destination = failure.destination();
		String text = keys(failure.failure()).flatMap((key) -> variants(destination, platform).map(key::concat))
			.map(this.texts::getProperty)
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
		return fill(text, destination);
	}

	private static Stream<String> keys(Failure failure) {
		return Stream.of((failure.reason() != null) ? id(failure.reason()) : id(failure.failureClass()),
				id(FailureClass.OTHER));
	}

	private static Stream<String> variants(@Nullable Destination destination, String platform) {
		if (destination == null) {
			return Stream.of("");
		}
		Endpoint endpoint = destination.endpoint();
		String provider = "." + endpoint.provider();
		Stream<String> privately = endpoint.privateNetwork() ? Stream.of(
				provider + ".private-network." + (endpoint.provider().equals(platform) ? "inside" : "outside"),
				provider + ".private-network") : Stream.empty();
		return Stream.concat(privately, Stream.of(provider + "." + endpoint.kind().getId(), provider, ""));
	}

	static String id(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String fill(String text, @Nullable Destination destination) {
		if (destination == null) {
			return text.replace("{host}", "<host>").replace("{port}", "5432");
		}
		return text.replace("{host}", destination.host())
			.replace("{port}", Integer.toString(destination.port()))
			.replace("{label}", label(destination.host()));
	}

	// What stands for the project: ep-… at Neon, <ref> at Supabase, dpg-… at Render
	private static String label(String host) {
		String[] labels = host.split("\\.");
		return (labels[0].equals("db") && labels.length > 1) ? labels[1] : labels[0].replaceFirst("-pooler$", "");
	}

}
