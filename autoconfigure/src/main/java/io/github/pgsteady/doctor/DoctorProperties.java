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

package io.github.pgsteady.doctor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the doctor examines in an application.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.doctor")
public class DoctorProperties {

	/**
	 * Whether to look at the tables and the migrations that the role sees.
	 */
	private boolean tables;

	/**
	 * For how long to hold idle connections, to find out when they are cut. By default
	 * none is held.
	 */
	private @Nullable Duration idle;

	/**
	 * How the report is written.
	 */
	private ReportFormat format = ReportFormat.TEXT;

	public boolean isTables() {
		return this.tables;
	}

	public void setTables(boolean tables) {
		this.tables = tables;
	}

	public @Nullable Duration getIdle() {
		return this.idle;
	}

	public void setIdle(@Nullable Duration idle) {
		this.idle = idle;
	}

	public ReportFormat getFormat() {
		return this.format;
	}

	public void setFormat(ReportFormat format) {
		this.format = format;
	}

}
