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

package io.github.pgsteady.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what of a method may be repeated after a failure of the database; on a type, for
 * all of its methods. Repositories and transactional methods need no annotation to be
 * repeated as {@code pgsteady.retry} says; any other bean is only repeated if its type
 * has one.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface DatabaseRetry {

	/**
	 * What may be repeated.
	 * @return the mode, by default whatever was certainly not committed
	 */
	RetryMode value() default RetryMode.RERUN;

	/**
	 * How often at most. The first attempt is no retry.
	 * @return the number, or -1 for that of {@code pgsteady.retry}
	 */
	int maxRetries() default -1;

	/**
	 * How long after the first failure a retry may begin, such as {@code 10s}.
	 * @return the time, or an empty text for that of {@code pgsteady.retry}
	 */
	String deadline() default "";

}
