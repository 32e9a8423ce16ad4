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
import java.util.Optional;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * What the page talks to.
 */
@RestController
@Profile(DemoApplication.PROFILE)
@RequestMapping("/demo/api")
class DemoController {

	private final Demonstration demonstration;

	private final Audience audience;

	private final String database;

	private final Optional<Troubles> troubles;

	DemoController(Demonstration demonstration, Audience audience, Optional<Simulation> simulation,
			Optional<Troubles> troubles) {
		this.demonstration = demonstration;
		this.audience = audience;
		this.database = simulation.map((simulated) -> "a simulated " + simulated.provider().title())
			.orElse("your database");
		this.troubles = troubles;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events() {
		return this.audience.join(new Welcome(this.database, this.troubles.isPresent(),
				available().stream().map(Welcome.TroubleButton::of).toList(),
				this.troubles.map(Troubles::marks).orElse(List.of()), this.demonstration.controls(),
				DemoProperties.MAX_RATE, Demonstration.REMEMBERED_SECONDS, this.demonstration.ticks()));
	}

	@PostMapping("/controls")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void change(@RequestParam int rate, @RequestParam boolean without) {
		if (rate < 0 || rate > DemoProperties.MAX_RATE) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Too many orders in a second, or too few");
		}
		this.demonstration.change(new Controls(rate, without));
	}

	@PostMapping("/troubles/{id}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void cause(@PathVariable String id) {
		Trouble trouble = available().stream()
			.filter((candidate) -> candidate.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		if (!this.troubles.orElseThrow().cause(trouble)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "It is under way");
		}
	}

	private List<Trouble> available() {
		return this.troubles.map(Troubles::available).orElse(List.of());
	}

}
