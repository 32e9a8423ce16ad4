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

package io.github.pgsteady.diagnosis;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.ProfileValue;
import io.github.pgsteady.provider.Setting;

/**
 * Finds statements that are prepared on a server whose sessions a pooler shares, where
 * that pooler does not keep track of them.
 */
final class PreparedStatementsThroughPooler implements SinglePoolCheck {

	@Override
	public @Nullable Finding check(TunedPool pool) {
		ProfileValue profile = pool.getPlan().detection().getValue(Setting.PREPARE_THRESHOLD);
		PlannedSetting current = pool.getSetting(Setting.PREPARE_THRESHOLD);
		if (!pool.isThroughTransactionPooler() || profile == null || !Integer.valueOf(0).equals(profile.value())
				|| "0".equals(String.valueOf(current.value()))) {
			return null;
		}
		return new Finding("prepared-statements-through-pooler", Severity.WARNING, pool.getName(),
				"The driver prepares statements on the server, through a transaction pooler that does not keep them",
				"Each transaction may get another session: 'prepared statement \"S_1\" does not exist' or 'already exists', "
						+ "after some calls. " + profile.reason(),
				List.of(current + ": " + current.reason()),
				"Remove the setting, or set 'prepareThreshold' to 0, in the URL or in "
						+ "'spring.datasource.hikari.data-source-properties'");
	}

}
