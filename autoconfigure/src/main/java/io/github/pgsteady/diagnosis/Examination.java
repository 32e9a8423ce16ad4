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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

import io.github.pgsteady.retry.GuardedBean;

/**
 * Looks once, when the application is ready, for what does harm, and tells of what will
 * break something, in one line each. Neither the time that it takes nor whatever goes
 * wrong with it is at the expense of the start.
 */
final class Examination implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(Examination.class);

	// What is longer is in the endpoint
	private static final int MAXIMUM_TOLD = 10;

	private final Supplier<List<GuardedBean>> beans;

	private final List<RetryCheck> checks;

	private final Findings findings;

	private final Executor executor;

	private boolean done;

	Examination(Supplier<List<GuardedBean>> beans, List<RetryCheck> checks, Findings findings, Executor executor) {
		this.beans = beans;
		this.checks = checks;
		this.findings = findings;
		this.executor = executor;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		// Applications within this one are ready, too
		if (this.done) {
			return;
		}
		this.done = true;
		this.executor.execute(() -> {
			this.findings.set(examine());
			tell();
		});
	}

	private List<Finding> examine() {
		try {
			return examine(this.beans.get());
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Could not look for what multiplies or defeats retries", ex);
			return List.of();
		}
	}

	private List<Finding> examine(List<GuardedBean> beans) {
		List<Finding> found = new ArrayList<>();
		for (RetryCheck check : this.checks) {
			Finding finding = examine(check, beans);
			if (finding != null) {
				found.add(finding);
			}
		}
		return found;
	}

	private static @Nullable Finding examine(RetryCheck check, List<GuardedBean> beans) {
		try {
			return check.check(beans);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Could not carry out " + check.getClass().getSimpleName(), ex);
			return null;
		}
	}

	private void tell() {
		try {
			tell(this.findings.getAll());
		}
		// The application may have ended meanwhile, and its beans with it
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Could not look at the pools", ex);
		}
	}

	private static void tell(List<Finding> findings) {
		findings.stream().filter(Examination::isToBeTold).map(Examination::told).forEach(logger::warn);
		List<Finding> others = findings.stream().filter((finding) -> finding.severity() != Severity.WARNING).toList();
		if (!others.isEmpty()) {
			logger.info("The endpoint 'pgsteady', and this logger at DEBUG, tell more of: "
					+ others.stream().map(Finding::id).distinct().collect(Collectors.joining(", ")));
			others.stream().map(Examination::told).forEach(logger::debug);
		}
	}

	// Conflicts were told when the pool was tuned
	private static boolean isToBeTold(Finding finding) {
		return finding.severity() == Severity.WARNING && !finding.id().equals(PlanConflicts.ID);
	}

	private static String told(Finding finding) {
		String subject = (finding.dataSource() != null) ? "DataSource '%s': ".formatted(finding.dataSource()) : "";
		return subject + "%s: %s. %s. %s (%s)".formatted(finding.what(), where(finding.where()), finding.why(),
				finding.remedy(), finding.id());
	}

	private static String where(List<String> where) {
		String told = where.stream().limit(MAXIMUM_TOLD).collect(Collectors.joining(", "));
		return (where.size() > MAXIMUM_TOLD) ? "%s and %s more".formatted(told, where.size() - MAXIMUM_TOLD) : told;
	}

}
