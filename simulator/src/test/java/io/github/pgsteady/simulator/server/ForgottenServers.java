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

package io.github.pgsteady.simulator.server;

import java.io.File;

/**
 * A program that does not close what it has started.
 */
public final class ForgottenServers {

	private ForgottenServers() {
	}

	public static void main(String[] args) {
		failToStart();
		System.out.println("Left behind: " + leftBehind());
		PostgresServer server = PostgresServer.start();
		server.restart(StopMode.FAST);
		PostgresServer standby = server.startStandby();
		System.out.println(PostgresServerLifecycleIntegrationTests.postmaster(server).pid());
		System.out.println(PostgresServerLifecycleIntegrationTests.postmaster(standby).pid());
	}

	private static void failToStart() {
		try {
			PostgresServer.builder().setting("work_memory", "5MB").start();
			System.out.println("Has started");
		}
		catch (IllegalStateException ex) {
			System.out.println(ex.getMessage());
		}
	}

	private static int leftBehind() {
		return new File(System.getProperty("java.io.tmpdir"))
			.list((directory, name) -> name.startsWith("pgsteady-simulator")).length;
	}

}
