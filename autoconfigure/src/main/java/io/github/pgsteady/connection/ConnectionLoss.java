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

package io.github.pgsteady.connection;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.link.Stall;

/**
 * That a connection can no longer be used.
 *
 * @param phase how far it was
 * @param statements how many statements had been answered since it was borrowed, or since
 * the last commit or rollback
 * @param failure why
 * @param limit the property that sets the time limit that ended it, or {@code null} if it
 * was no time limit
 * @param stall how it was found to have gone silent, or {@code null} if it had not
 * @param outcome what became of the transaction, if its {@code COMMIT} was not answered
 * and the server was asked; otherwise {@code null}
 * @param doubt why the server could not tell what became of the transaction, if it was to
 * be asked; otherwise {@code null}
 * @since 0.1.0
 */
public record ConnectionLoss(Phase phase, int statements, Failure failure, @Nullable String limit,
		@Nullable Stall stall, @Nullable Outcome outcome, @Nullable String doubt) {

}
