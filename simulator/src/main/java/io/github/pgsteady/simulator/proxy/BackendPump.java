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
		if (answer == Answer.NONE) {
			return true;
		}
		if (answer == Answer.TRAPPED) {
			framer().hold();
		}
		return !endAfterOne(answer == Answer.READY);
	}

	// Only when the server is ready for the next it is final, but for a COMMIT: a
	// statement
	// outside a transaction is committed last
	private boolean endAfterOne(boolean ready) throws IOException {
		List<Execution> trapped = link().conversation().trapped();
		for (Execution execution : trapped) {
			boolean isFinal = execution.isCommitted() || (ready && execution.didWhatItSays());
			if (isFinal && isFaultInEffect(execution)) {
				endAfter(execution);
				return true;
			}
		}
		if (ready && !trapped.isEmpty()) {
			letGo(trapped);
		}
		return false;
	}

	private boolean isFaultInEffect(Execution execution) {
		FaultInjection injection = execution.trap();
		return injection != null && !injection.isLifted();
	}

	// Faults that wait for others of its statements are released with the end of the link
	private void endAfter(Execution execution) throws IOException {
		FaultInjection injection = execution.trap();
		boolean passed = pass();
		execution.trap(null);
		if (injection != null && passed && injection.fault().effect() instanceof Effect.AfterStatement effect) {
			injection.fire(link(), effect.end());
		}
		else if (injection != null) {
			injection.release();
		}
	}

	// It was not executed after all, or the fault was lifted: the client may hear of it
	private void letGo(List<Execution> trapped) {
		trapped.forEach(Execution::releaseTrap);
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
