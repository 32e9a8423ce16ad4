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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds beans of libraries that may not be there.
 */
final class BeansByClassName {

	private final ListableBeanFactory beanFactory;

	BeansByClassName(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find beans, without creating any.
	 * @param classNames the names of their classes
	 * @return the names of the beans
	 */
	List<String> find(List<String> classNames) {
		return classNames.stream().flatMap(this::find).distinct().toList();
	}

	private Stream<String> find(String className) {
		ClassLoader classLoader = this.beanFactory.getClass().getClassLoader();
		return ClassUtils.isPresent(className, classLoader)
				? Arrays.stream(this.beanFactory
					.getBeanNamesForType(ClassUtils.resolveClassName(className, classLoader), true, false))
				: Stream.empty();
	}

}
