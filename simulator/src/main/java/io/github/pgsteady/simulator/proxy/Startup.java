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

package io.github.pgsteady.simulator.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The packet with which a client begins. It has no type, unlike the messages after it.
 *
 * @param code what it asks for, or the version of the protocol
 * @param packet the whole packet
 */
record Startup(int code, byte[] packet) {

	static final int CANCEL = 80877102;

	static final int TLS = 80877103;

	static final int GSS = 80877104;

	// PostgreSQL itself takes no more
	private static final int LIMIT = 10_000;

	static Startup read(InputStream in) throws IOException {
		DataInputStream data = new DataInputStream(in);
		int length = data.readInt();
		if (length < 8 || length > LIMIT) {
			throw new ProtocolException("A start-up packet of " + length + " bytes");
		}
		byte[] packet = new byte[length];
		data.readFully(packet, 4, length - 4);
		packet[0] = (byte) (length >>> 24);
		packet[1] = (byte) (length >>> 16);
		packet[2] = (byte) (length >>> 8);
		packet[3] = (byte) length;
		return new Startup(Bytes.int32(packet, 4), packet);
	}

	// User, database, application name and more; of a request to cancel it has none
	Map<String, String> parameters() {
		Map<String, String> parameters = new HashMap<>();
		if (this.code == CANCEL) {
			return parameters;
		}
		String[] texts = new String(this.packet, 8, this.packet.length - 8, StandardCharsets.UTF_8).split("\0", -1);
		for (int i = 0; i + 1 < texts.length && !texts[i].isEmpty(); i += 2) {
			parameters.put(texts[i], texts[i + 1]);
		}
		return parameters;
	}

}
