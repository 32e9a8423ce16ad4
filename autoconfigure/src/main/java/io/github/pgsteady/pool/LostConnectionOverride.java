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

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionDiagnostic;
import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifier;

/**
 * Lets HikariCP evict each connection that is lost, whatever the SQLSTATE says: poolers
 * have words of their own for it. What the application's own override says comes first.
 * Nothing else is evicted here, since that would put another exception in place of the
 * one that the application is to get.
 */
final class LostConnectionOverride implements SQLExceptionOverride {

	private final @Nullable SQLExceptionOverride own;

	private final FailureClassifier classifier;

	private final PatientDataSource connections;

	LostConnectionOverride(@Nullable SQLExceptionOverride own, FailureClassifier classifier,
			PatientDataSource connections) {
		this.own = own;
		this.classifier = classifier;
		this.connections = connections;
	}

	@java.lang.Override
	public Override adjudicate(SQLException exception) {
		Override own = (this.own != null) ? this.own.adjudicate(exception) : Override.CONTINUE_EVICT;
		if (own != Override.CONTINUE_EVICT) {
			return own;
		}
		if (ConnectionDiagnostic.isOn(exception)) {
			return Override.MUST_EVICT;
		}
		FailureClass failureClass = this.classifier.classify(exception).failureClass();
		if (failureClass != FailureClass.CONNECTION_LOST && failureClass != FailureClass.SESSION_TIMEOUT) {
			return Override.CONTINUE_EVICT;
		}
		// Not met by the connection itself, but in a result, or by a called procedure
		this.connections.noticed(exception);
		return Override.MUST_EVICT;
	}

}
