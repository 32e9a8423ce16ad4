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

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

import io.github.pgsteady.endpoint.PgSteadyEndpoint;

/**
 * The demonstration, which is there when {@link DemoApplication} is run.
 */
@Configuration(proxyBeanMethods = false)
@Profile(DemoApplication.PROFILE)
@EnableConfigurationProperties(DemoProperties.class)
class DemoConfiguration {

	private final UUID run = UUID.randomUUID();

	@Bean
	SteadyDesk steadyDesk(JdbcClient jdbcClient) {
		return new SteadyDesk(new Orders(jdbcClient, this.run, SideName.WITH));
	}

	@Bean
	Side sideWith(SteadyDesk desk, DemoProperties properties, MeterRegistry meters) {
		return new Side(SideName.WITH, () -> desk, properties.patience(), this.run, meters);
	}

	@Bean
	Side sideWithout(JdbcConnectionDetails database, DemoProperties properties, MeterRegistry meters) {
		return new Side(SideName.WITHOUT, () -> new PlainDesk(database, this.run, meters), properties.patience(),
				this.run, meters);
	}

	@Bean
	@ConditionalOnBean(Simulation.class)
	Troubles troubles(Simulation simulation) {
		return new Troubles(simulation.postgres());
	}

	@Bean
	Audience audience(JsonMapper jsonMapper, PgSteadyEndpoint endpoint, Optional<Troubles> troubles) {
		return new Audience(jsonMapper, () -> Objects.requireNonNull(endpoint.dataSource("dataSource")),
				() -> troubles.map(Troubles::marks).orElse(List.of()));
	}

	@Bean
	Demonstration demonstration(Side sideWith, Side sideWithout, ObjectProvider<Simulation> simulation,
			DataSource dataSource, Audience audience, MeterRegistry meters, DemoProperties properties) {
		Simulation simulated = simulation.getIfAvailable();
		Audit.Connector connector = (simulated != null) ? simulated::connectPastTheProxy : dataSource::getConnection;
		Supplier<DatabaseState> database = (simulated != null) ? new DatabaseWatch(simulated.postgres())
				: () -> DatabaseState.UNKNOWN;
		return new Demonstration(sideWith, sideWithout, new Audit(List.of(sideWith, sideWithout), connector), database,
				audience, meters, properties.rate());
	}

}
