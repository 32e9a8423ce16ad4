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

package io.github.pgsteady.sample.demo;

import org.springframework.boot.builder.SpringApplicationBuilder;

import io.github.pgsteady.sample.OrdersApplication;

/**
 * The service of orders, on a database that can be broken, with a page that shows what
 * happens to its users.
 */
public final class DemoApplication {

	static final String PROFILE = "demo";

	private DemoApplication() {
	}

	public static void main(String[] args) {
		application().run(args);
	}

	static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(OrdersApplication.class).profiles(PROFILE)
			.initializers(new SimulationInitializer())
			.listeners(new DemoAnnouncement());
	}

}
