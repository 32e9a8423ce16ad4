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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.springframework.aop.Advisor;
import org.springframework.transaction.interceptor.TransactionInterceptor;

import io.github.pgsteady.retry.GuardedBean;

/**
 * Something around a bean that repeats its calls, and is not pgsteady.
 *
 * @param kind what it is
 * @param advisor its advisor
 * @param bean the bean
 * @param withinTransactions whether it lies inside of what begins transactions
 */
record OtherRetryAdvice(OtherRetry kind, Advisor advisor, GuardedBean bean, boolean withinTransactions) {

	static List<OtherRetryAdvice> around(GuardedBean bean) {
		List<OtherRetryAdvice> found = new ArrayList<>();
		boolean withinTransactions = false;
		for (Advisor advisor : bean.getChain()) {
			withinTransactions |= advisor.getAdvice() instanceof TransactionInterceptor;
			for (OtherRetry kind : OtherRetry.values()) {
				if (kind.isMadeBy(advisor)) {
					found.add(new OtherRetryAdvice(kind, advisor, bean, withinTransactions));
				}
			}
		}
		return found;
	}

	boolean isInsideOfTransaction(Method method) {
		return this.withinTransactions && isFor(method) && this.bean.beginsTransaction(method);
	}

	boolean isOutsideOfTransaction(Method method) {
		return isFor(method) && !(this.withinTransactions && this.bean.beginsTransaction(method));
	}

	private boolean isFor(Method method) {
		return this.kind.isFor(this.advisor, method, this.bean.getType());
	}

}
