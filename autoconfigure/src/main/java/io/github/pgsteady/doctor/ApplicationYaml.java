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

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Writes advice as the {@code application.yml} of a Spring Boot application, each value
 * with the fact behind it as a comment.
 */
final class ApplicationYaml {

	private ApplicationYaml() {
	}

	static String write(List<Advised> advice) {
		if (advice.isEmpty()) {
			return "";
		}
		Map<String, Object> tree = new LinkedHashMap<>();
		advice.forEach((advised) -> put(tree, advised.property().split("\\."), advised));
		DumperOptions options = new DumperOptions();
		options.setProcessComments(true);
		options.setSplitLines(false);
		StringWriter text = new StringWriter();
		new Yaml(options).serialize(node(tree), text);
		return text.toString();
	}

	@SuppressWarnings("unchecked")
	private static void put(Map<String, Object> tree, String[] path, Advised advised) {
		Map<String, Object> parent = tree;
		for (int i = 0; i < path.length - 1; i++) {
			parent = (Map<String, Object>) parent.computeIfAbsent(path[i], (name) -> new LinkedHashMap<>());
		}
		parent.put(path[path.length - 1], advised);
	}

	@SuppressWarnings("unchecked")
	private static Node node(Object value) {
		if (value instanceof Advised advised) {
			return leaf(advised);
		}
		List<NodeTuple> tuples = new ArrayList<>();
		((Map<String, Object>) value).forEach((name, child) -> tuples.add(new NodeTuple(scalar(name), node(child))));
		return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
	}

	private static Node leaf(Advised advised) {
		Tag tag = (advised.value() instanceof Number) ? Tag.INT : Tag.STR;
		Node node = new ScalarNode(tag, advised.value().toString(), null, null, ScalarStyle.PLAIN);
		// What a server or a certificate says must not end the comment
		String fact = advised.fact().replaceAll("[\\s\\p{C}\\u2028\\u2029]+", " ");
		node.setInLineComments(List.of(new CommentLine(null, null, " " + fact, CommentType.IN_LINE)));
		return node;
	}

	private static Node scalar(String text) {
		return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
	}

}
