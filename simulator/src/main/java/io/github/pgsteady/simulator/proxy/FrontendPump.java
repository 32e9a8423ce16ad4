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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import io.github.pgsteady.simulator.proxy.Fault.Effect;

/**
 * Passes on what the client sends.
 */
final class FrontendPump extends Pump {

	// Statements that were looked at and must not be sent
	private int withheld;

	FrontendPump(Link link, InputStream client, OutputStream server) {
		super(link, Direction.TO_SERVER, client, server);
	}

	@Override
	boolean look(Message message) throws IOException {
		List<Execution> asked = link().conversation().ask(message);
		if (message.type() == 'Q' || message.type() == 'E' || message.type() == 'F') {
			countQuery();
		}
		Faults faults = link().faults();
		if (asked.isEmpty() || faults.isEmpty()) {
			return true;
		}
		FaultInjection before = faults.reserveBefore(link(), asked);
		if (before != null) {
			this.withheld = asked.size();
			endBefore(before);
			return false;
		}
		faults.trap(link(), asked);
		return true;
	}

	// What came before the statement still goes
	private void endBefore(FaultInjection injection) throws IOException {
		if (pass() && injection.fault().effect() instanceof Effect.BeforeStatement effect) {
			injection.fire(link(), effect.end());
		}
		else {
			injection.release();
		}
	}

	@Override
	boolean pass() throws IOException {
		if (framer().pending() > 0) {
			if (!link().awaitPassage(Direction.TO_SERVER)) {
				return false;
			}
			if (!link().conversation().sent(this.withheld)) {
				return false;
			}
			try {
				write();
			}
			catch (IOException ex) {
				// The server has gone; its last words are still on their way to the
				// client
				return false;
			}
		}
		return link().isOpen();
	}

}
