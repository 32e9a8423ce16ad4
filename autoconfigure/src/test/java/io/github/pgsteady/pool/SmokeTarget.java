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

package io.github.pgsteady.pool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;
import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * What an application may have before it: a server of some version, with or without
 * PgBouncer, behind a proxy that can fail.
 */
final class SmokeTarget implements AutoCloseable {

	private final PostgresServer server;

	private final @Nullable PgBouncer pgBouncer;

	private final FaultProxy proxy;

	private final String database;

	private SmokeTarget(int version, @Nullable PoolMode poolMode) {
		this.server = PostgresServer.builder().version(version).start();
		this.database = this.server.createDatabase();
		this.pgBouncer = (poolMode != null) ? PgBouncer.before(this.server::getAddress)
			.user(this.server.getUsername(), this.server.getPassword())
			.poolMode(poolMode)
			.poolSize(3)
			.start() : null;
		this.proxy = FaultProxy.builder(this::upstream).start();
	}

	static SmokeTarget direct(int version) {
		return new SmokeTarget(version, null);
	}

	static SmokeTarget pooled(PoolMode poolMode) {
		return new SmokeTarget(18, poolMode);
	}

	// As simulator/pom.xml fills it
	static boolean isAvailable(int version) {
		String folder = System.getProperty("pgsteady.simulator.binaries");
		if (version == 18) {
			return true;
		}
		if (folder == null || !Files.isDirectory(Path.of(folder))) {
			return false;
		}
		try (Stream<Path> files = Files.list(Path.of(folder))) {
			return files.anyMatch((file) -> file.getFileName().toString().contains("-" + version + "."));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private InetSocketAddress upstream() {
		return (this.pgBouncer != null) ? this.pgBouncer.getAddress() : this.server.getAddress();
	}

	PostgresServer getServer() {
		return this.server;
	}

	FaultProxy getProxy() {
		return this.proxy;
	}

	String getJdbcUrl() {
		return "jdbc:postgresql://127.0.0.1:" + this.proxy.getPort() + "/" + this.database
				+ ((this.pgBouncer != null && this.pgBouncer.getPoolMode() == PoolMode.TRANSACTION) ? "?pgbouncer=true"
						: "");
	}

	long queryForLong(String sql) {
		return this.server.queryForLong(this.database, sql);
	}

	void execute(String sql) {
		this.server.execute(this.database, sql);
	}

	@Override
	public void close() {
		this.proxy.close();
		if (this.pgBouncer != null) {
			this.pgBouncer.close();
		}
		this.server.close();
	}

}
