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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import io.github.pgsteady.connection.ConnectionProperties;
import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.fleet.FleetProperties;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.fleet.PgSteadyFleetAutoConfiguration;
import io.github.pgsteady.link.LinkWatches;
import io.github.pgsteady.migration.MigrationRoutes;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.retry.GuardedBeans;
import io.github.pgsteady.retry.PgSteadyRetryAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that examines pools and beans for
 * what does harm.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PgSteadyPoolAutoConfiguration.class, PgSteadyFleetAutoConfiguration.class,
		PgSteadyRetryAutoConfiguration.class })
@ConditionalOnBean(PoolPlans.class)
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.diagnosis.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(FleetProperties.class)
public final class PgSteadyDiagnosisAutoConfiguration {

	@Bean
	Findings pgSteadyFindings(ListableBeanFactory beanFactory, Environment environment, FleetProperties properties,
			PoolPlans pools, ObjectProvider<ConnectionProperties> connections, ClosedConnections closedConnections,
			ObjectProvider<LinkWatches> watches, ObjectProvider<MigrationRoutes> migrations,
			ObjectProvider<Fleet> fleets) {
		Fleet known = fleets.getIfAvailable();
		Function<String, @Nullable FleetStatus> fleet = (known != null) ? known::get : (dataSource) -> null;
		BeansByClassName beans = new BeansByClassName(beanFactory);
		List<PoolCheck> checks = new ArrayList<>(
				List.of(new PlanConflicts(), new PreparedStatementsThroughPooler(), new SessionStateThroughPooler(),
						new MigrationsThroughPooler(migrations), new NotificationsThroughPooler(beans),
						new SupavisorUser(), new ConnectionsAboveLimit(properties, fleet), new FleetNotSeen(fleet),
						new LifetimeAboveCut(), new WeakTls(), new IgnoredParameters(),
						new KeptAwake(beans, environment), new VirtualThreads(environment), closedConnections,
						new NoTimeLimit(connections.getIfAvailable(ConnectionProperties::new).getStatementTimeout())));
		watches.ifAvailable((available) -> checks.add(new UnwatchedConnections()));
		return new Findings(() -> pools.getPools().values(), checks);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	ClosedConnections pgSteadyClosedConnections() {
		return new ClosedConnections();
	}

	@Bean
	Examination pgSteadyExamination(ListableBeanFactory beanFactory, ObjectProvider<GuardedBeans> beans,
			PoolPlans pools, Findings findings) {
		List<RetryCheck> checks = List.of(new MultipliedRetries(), new RetriesInTransaction(),
				new AspectJTransactions(beanFactory), new SelfInvocations(), new NewTransactionsInPoolOfOne(pools));
		GuardedBeans guarded = beans.getIfAvailable();
		return new Examination((guarded != null) ? guarded::find : List::of, (guarded != null) ? checks : List.of(),
				findings, (task) -> {
					Thread thread = new Thread(task, "pgsteady-examination");
					thread.setDaemon(true);
					thread.start();
				});
	}

}
