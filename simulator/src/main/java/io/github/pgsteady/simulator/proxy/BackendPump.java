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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.proxy.Conversation.Answer;
import io.github.pgsteady.simulator.proxy.Fault.Effect;

/**
 * Passes on what the server answers.
 */
final class BackendPump extends Pump {

	BackendPump(Link link, InputStream server, OutputStream client) {
		super(link, Direction.TO_CLIENT, server, client);
	}

	@Override
	boolean look(Message message) throws IOException {
		Answer answer = link().conversation().answer(message);
		if (answer == Answer.TRAPPED) {
			framer().hold();
		}
		if (answer != Answer.READY) {
			return true;
		}
		// Only now it is final: a statement outside a transaction is committed last
		List<Execution> trapped = link().conversation().trapped();
		return trapped.isEmpty() || !endAfter(trapped);
	}

	private boolean endAfter(List<Execution> trapped) throws IOException {
		FaultInjection injection = firstToFire(trapped);
		if (injection == null) {
			letGo(trapped);
			return false;
		}
		if (pass() && injection.fault().effect() instanceof Effect.AfterStatement effect) {
			injection.fire(link(), effect.end());
		}
		else {
			injection.release();
		}
		return true;
	}

	private @Nullable FaultInjection firstToFire(List<Execution> trapped) {
		return trapped.stream().filter(Execution::didWhatItSays).map(Execution::trap).findFirst().orElse(null);
	}

	// It was not executed after all: the client may hear so, and the fault waits on
	private void letGo(List<Execution> trapped) {
		for (Execution execution : trapped) {
			FaultInjection injection = execution.trap();
			execution.trap(null);
			if (injection != null) {
				injection.release();
			}
		}
		framer().release();
	}

	@Override
	boolean pass() throws IOException {
		if (framer().pending() > 0) {
			if (!link().awaitPassage(Direction.TO_CLIENT)) {
				return false;
			}
			link().writeToClient(this::write);
			link().conversation().delivered();
		}
		return link().isOpen();
	}

	@Override
	void last() throws IOException {
		letGo(link().conversation().trapped());
		pass();
	}

}
