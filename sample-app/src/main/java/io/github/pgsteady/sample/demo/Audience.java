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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

import io.github.pgsteady.endpoint.DataSourceDescriptor;

/**
 * The pages that are open, each of which is told what happens.
 */
class Audience implements ApplicationListener<ContextClosedEvent> {

	private static final MediaType JSON_LINE = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final List<SseEmitter> pages = new CopyOnWriteArrayList<>();

	private final JsonMapper jsonMapper;

	private final Supplier<DataSourceDescriptor> description;

	private final Supplier<List<Mark>> marks;

	private String settings = "";

	Audience(JsonMapper jsonMapper, Supplier<DataSourceDescriptor> description, Supplier<List<Mark>> marks) {
		this.jsonMapper = jsonMapper;
		this.description = description;
		this.marks = marks;
	}

	/**
	 * Let a page take part.
	 * @param welcome what it is told first
	 * @return what it listens to
	 */
	synchronized SseEmitter join(Object welcome) {
		SseEmitter page = new SseEmitter(0L);
		page.onCompletion(() -> this.pages.remove(page));
		page.onError((ex) -> this.pages.remove(page));
		DataSourceDescriptor description = this.description.get();
		send(page, "welcome", json(welcome));
		send(page, "settings", json(description.settings()));
		send(page, "steady", json(description(description)));
		this.pages.add(page);
		return page;
	}

	/**
	 * Tell all pages of something, and with each second how pgsteady sees it.
	 * @param event what happened
	 */
	synchronized void tell(Object event) {
		if (this.pages.isEmpty()) {
			return;
		}
		sendAll(event.getClass().getSimpleName().toLowerCase(Locale.ROOT), json(event));
		if (event instanceof Tick) {
			DataSourceDescriptor description = this.description.get();
			sendAll("marks", json(this.marks.get()));
			sendAll("steady", json(description(description)));
			String settings = json(description.settings());
			if (!settings.equals(this.settings)) {
				sendAll("settings", settings);
				this.settings = settings;
			}
		}
	}

	private DataSourceDescriptor description(DataSourceDescriptor description) {
		return new DataSourceDescriptor(description.provider(), description.endpoint(), description.pool(),
				description.fleet(), Map.of(), description.failures(), description.findings());
	}

	private String json(Object value) {
		return this.jsonMapper.writeValueAsString(value);
	}

	private void sendAll(String name, String json) {
		this.pages.forEach((page) -> send(page, name, json));
	}

	private void send(SseEmitter page, String name, String json) {
		try {
			page.send(SseEmitter.event().name(name).reconnectTime(1000).data(json, JSON_LINE));
		}
		catch (IOException | IllegalStateException ex) {
			// The page was closed
			this.pages.remove(page);
		}
	}

	// Before the web server ends, which would call it a timeout
	@Override
	public synchronized void onApplicationEvent(ContextClosedEvent event) {
		this.pages.forEach(SseEmitter::complete);
	}

}
