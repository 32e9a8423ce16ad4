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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.proxy.InFlight.Progress;

/**
 * What client and server of one link say to each other, as far as faults depend on it:
 * which statements are on their way, and what the server made of them. The driver sends a
 * statement's text once and later its name only, so names are kept. Both directions use
 * it, each in its own thread.
 */
final class Conversation {

	private final PreparedStatements statements = new PreparedStatements();

	private final Map<String, String> portals = new HashMap<>();

	// Asked, and not completed by the server
	private final Deque<Execution> open = new ArrayDeque<>();

	// Completed by the server, and not passed on to the client
	private final List<Execution> answered = new ArrayList<>();

	private TransactionStatus status = TransactionStatus.IDLE;

	// What has been answered since the server was last ready may have begun or ended one
	private boolean inTransaction;

	// In a COPY from the client the server passes over points of synchronisation
	private boolean copyingIn;

	private boolean backslashEscapes;

	private boolean over;

	private String applicationName = "";

	private int backendPid;

	// What the client asks for with this message: nothing, one statement, or several
	synchronized List<Execution> ask(Message message) {
		List<Execution> asked = new ArrayList<>(1);
		switch (message.type()) {
			case 'Q' -> {
				SqlScript.statements(message.text(), this.backslashEscapes)
					.forEach((sql) -> asked.add(Execution.of(sql)));
				asked.add(Execution.endOfQuery());
				this.statements.sync();
			}
			case 'P' -> parse(message.texts(0, 2));
			case 'B' -> bind(message.texts(0, 2));
			case 'E' -> asked.add(Execution.of(this.portals.getOrDefault(message.text(), "")));
			case 'F' -> {
				asked.add(Execution.of("<function call>"));
				asked.add(Execution.endOfQuery());
				this.statements.sync();
			}
			case 'S' -> sync(asked);
			case 'c', 'f' -> {
				this.copyingIn = false;
			}
			default -> {
			}
		}
		this.open.addAll(asked);
		return asked;
	}

	private void sync(List<Execution> asked) {
		if (!this.copyingIn) {
			asked.add(Execution.sync());
			this.statements.sync();
		}
	}

	private void parse(List<String> nameAndSql) {
		this.statements.prepare(nameAndSql.get(0), nameAndSql.get(1));
	}

	private void bind(List<String> portalAndStatement) {
		this.portals.put(portalAndStatement.get(0), this.statements.sql(portalAndStatement.get(1)));
	}

	// To be called before a byte leaves: what is not marked so has certainly not been
	// sent.
	// False if the link is over, and no byte may leave any more
	synchronized boolean sent(int notYet) {
		if (this.over) {
			return false;
		}
		int count = this.open.size() - notYet;
		for (Execution execution : this.open) {
			if (count-- > 0) {
				execution.sent();
			}
		}
		return true;
	}

	synchronized Answer answer(Message message) {
		return switch (message.type()) {
			case 'C' -> complete(Progress.EXECUTED, message.text());
			case 'I', 's' -> complete(Progress.EXECUTED, "");
			case 'E' -> fail(message);
			case 'Z' -> ready(TransactionStatus.of(message.character(0)));
			default -> {
				note(message);
				yield Answer.NONE;
			}
		};
	}

	private void note(Message message) {
		switch (message.type()) {
			case '1' -> this.statements.prepared();
			case 'G' -> {
				this.copyingIn = true;
				this.open.removeIf(Execution::isExplicitSync);
			}
			case 'K' -> {
				this.backendPid = message.number(0);
			}
			case 'S' -> set(message.texts(0, 2));
			default -> {
			}
		}
	}

	private void set(List<String> nameAndValue) {
		switch (nameAndValue.get(0)) {
			case "application_name" -> {
				this.applicationName = nameAndValue.get(1);
			}
			case "standard_conforming_strings" -> {
				this.backslashEscapes = "off".equals(nameAndValue.get(1));
			}
			default -> {
			}
		}
	}

	private Answer complete(Progress progress, String answer) {
		Execution execution = this.open.peek();
		if (execution == null || execution.isSync()) {
			// An empty query
			return Answer.NONE;
		}
		this.open.remove();
		execution.answered(progress, answer);
		this.answered.add(execution);
		this.copyingIn = false;
		follow(answer);
		return (execution.trap() != null) ? Answer.TRAPPED : Answer.NONE;
	}

	private void follow(String answer) {
		if (answer.equals("BEGIN") || answer.equals("START TRANSACTION")) {
			this.inTransaction = true;
		}
		else if (answer.equals("COMMIT") || answer.equals("ROLLBACK") || answer.equals("PREPARE TRANSACTION")) {
			this.inTransaction = false;
		}
	}

	private Answer fail(Message message) {
		String error = message.field('C') + " " + message.field('M');
		if (!"ERROR".equals(message.field('V'))) {
			// The end of the session: whether the statement was executed, it does not say
			this.open.forEach((execution) -> execution.answered(execution.progress(), error));
			return Answer.NONE;
		}
		Answer answer = complete(Progress.FAILED, error);
		this.statements.failed();
		skip(error);
		undoImplicitTransaction(error);
		return answer;
	}

	// The server skips what follows up to the next point of synchronisation
	private void skip(String error) {
		while (!this.open.isEmpty() && !this.open.element().isSync()) {
			Execution skipped = this.open.remove();
			skipped.answered(Progress.FAILED, error);
			this.answered.add(skipped);
		}
	}

	// Outside an explicit transaction, all since the last point of synchronisation is one
	private void undoImplicitTransaction(String error) {
		if (this.inTransaction) {
			return;
		}
		for (int i = this.answered.size() - 1; i >= 0; i--) {
			Execution execution = this.answered.get(i);
			boolean endsTransaction = execution.kind() == StatementKind.COMMIT
					|| execution.kind() == StatementKind.ROLLBACK;
			if (execution.isSync() || (endsTransaction && execution.didWhatItSays())) {
				return;
			}
			execution.answered(Progress.FAILED, error);
		}
	}

	private Answer ready(TransactionStatus status) {
		while (!this.open.isEmpty()) {
			Execution execution = this.open.remove();
			// Whatever the server did not answer for itself is over, too
			execution.releaseTrap();
			if (execution.isSync()) {
				this.answered.add(execution);
				break;
			}
		}
		this.statements.ready();
		this.copyingIn = false;
		this.status = status;
		this.inTransaction = status != TransactionStatus.IDLE;
		return Answer.READY;
	}

	// The statements that faults wait for and that have been answered
	synchronized List<Execution> trapped() {
		return this.answered.stream().filter((execution) -> execution.trap() != null).toList();
	}

	// What was answered has been passed on to the client, up to where a fault holds it up
	synchronized void delivered() {
		while (!this.answered.isEmpty() && this.answered.get(0).trap() == null) {
			this.answered.remove(0);
		}
	}

	// The end of the link: no byte may leave any more, and faults that waited may go
	// elsewhere
	synchronized List<InFlight> end() {
		this.over = true;
		List<InFlight> inFlight = new ArrayList<>();
		Stream.concat(this.answered.stream(), this.open.stream())
			.filter((execution) -> !execution.isSync())
			.forEach((execution) -> {
				execution.releaseTrap();
				inFlight.add(execution.inFlight());
			});
		return inFlight;
	}

	synchronized TransactionStatus status() {
		return this.status;
	}

	synchronized boolean isBusy() {
		return !this.open.isEmpty() || this.status != TransactionStatus.IDLE;
	}

	synchronized String applicationName() {
		return this.applicationName;
	}

	synchronized void applicationName(@Nullable String name) {
		this.applicationName = (name != null) ? name : "";
	}

	synchronized int backendPid() {
		return this.backendPid;
	}

	/**
	 * What a message of the server means to faults.
	 */
	enum Answer {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * A statement that a fault waits for has been answered.
		 */
		TRAPPED,

		/**
		 * The server is ready for the next: whatever it answered is final.
		 */
		READY

	}

}
