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

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.SettingOrigin;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.ProfileValue;
import io.github.pgsteady.provider.Setting;

/**
 * Finds connections that are to become older than the provider lets them.
 */
final class LifetimeAboveCut implements SinglePoolCheck {

	@Override
	public @Nullable Finding check(TunedPool pool) {
		ProfileValue profile = pool.getPlan().detection().getValue(Setting.MAX_LIFETIME);
		PlannedSetting current = pool.getSetting(Setting.MAX_LIFETIME);
		if (profile == null || profile.property() != null || current.origin() == SettingOrigin.PROVIDER
				|| !(profile.value() instanceof Duration longest) || !(current.value() instanceof Duration lifetime)
				|| (!lifetime.isZero() && lifetime.compareTo(longest) <= 0)) {
			return null;
		}
		return new Finding("lifetime-above-cut", Severity.INFO, pool.getName(),
				"Connections may become older than %s s, which is what suits %s".formatted(longest.toSeconds(),
						pool.getPlan().detection().getProvider()),
				profile.reason(), List.of(current + ": " + current.reason()),
				"Remove the setting: without it, 'max-lifetime' is %s s".formatted(longest.toSeconds()));
	}

}
