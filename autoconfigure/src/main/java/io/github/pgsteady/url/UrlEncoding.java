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

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding as libpq and as the driver understand it: for libpq a plus sign is a
 * plus sign, for the driver a space.
 */
final class UrlEncoding {

	private UrlEncoding() {
	}

	/**
	 * Decode as libpq does. A percent sign that starts no valid escape stays: passwords
	 * are often pasted as they are.
	 * @param text the encoded text
	 * @return the decoded text
	 */
	static String decodeLibpq(String text) {
		if (text.indexOf('%') < 0) {
			return text;
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
		for (int i = 0; i < bytes.length; i++) {
			int high = (bytes[i] == '%' && i + 2 < bytes.length) ? Character.digit(bytes[i + 1], 16) : -1;
			int low = (high >= 0) ? Character.digit(bytes[i + 2], 16) : -1;
			decoded.write((low >= 0) ? high * 16 + low : bytes[i]);
			i += (low >= 0) ? 2 : 0;
		}
		return decoded.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Decode as the driver does.
	 * @param text the encoded text
	 * @return the decoded text, or the text as it is if it is not properly encoded
	 */
	static String decodeJdbc(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/**
	 * Encode so that the driver decodes to the very same text.
	 * @param text the text
	 * @return the encoded text
	 */
	static String encodeJdbc(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
