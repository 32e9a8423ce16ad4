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

import java.util.ArrayList;
import java.util.List;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;

/**
 * Writes a report for people: each stage when it has ended, the rest when all is known.
 */
final class TextReport implements Progress {

	private static final int WIDTH = 110;

	private static final String INDENT = " ".repeat(24);

	private final Terminal terminal;

	TextReport(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public void tell(String text) {
		if (this.terminal.progress() != null) {
			this.terminal.progress().println("  ... " + text);
		}
	}

	@Override
	public void ended(StageResult result) {
		Verdict verdict = result.verdict();
		String mark = this.terminal.paint(verdict.getMark(this.terminal.isPlain()), verdict);
		String time = (verdict != Verdict.SKIPPED) ? Times.elapsed(result.time()) : "";
		StringBuilder text = new StringBuilder();
		List<String> lines = wrap(result.observation().getSummary(), INDENT.length());
		text.append(" %s %-9s %9s  %s%n".formatted(mark, result.stage().getId(), time, lines.get(0)));
		lines.stream().skip(1).forEach((line) -> append(text, INDENT, line));
		result.observation()
			.getDetails()
			.forEach((detail) -> wrap(detail, INDENT.length()).forEach((line) -> append(text, INDENT, line)));
		this.terminal.print(text.toString());
	}

	/**
	 * Write what is left to tell when all stages have ended.
	 * @param report the report
	 */
	void write(Report report) {
		StringBuilder text = new StringBuilder();
		report.findings().forEach((finding) -> append(text, finding));
		if (!report.advice().isEmpty()) {
			append(text, "", "");
			append(text, "",
					"application.yml (what follows from what was measured; the rest pgsteady chooses by itself)");
			append(text, "", "");
			ApplicationYaml.write(report.advice()).lines().forEach((line) -> append(text, "    ", line));
		}
		append(text, "", "");
		append(text, "", conclusion(report));
		this.terminal.print(text.toString());
	}

	private void append(StringBuilder text, Finding finding) {
		Verdict verdict = (finding.severity() == Severity.WARNING) ? Verdict.FAILED : Verdict.NOTICED;
		append(text, "", "");
		append(text, "", " %s %s  %s".formatted(this.terminal.paint(finding.severity().name(), verdict), finding.id(),
				clean(finding.what())));
		finding.where().forEach((where) -> append(text, "     ", clean(where)));
		wrap(finding.why(), 5).forEach((line) -> append(text, "     ", line));
		String arrow = this.terminal.isPlain() ? "->" : "→";
		List<String> remedy = wrap(finding.remedy(), 8);
		append(text, "  %s%s ".formatted(this.terminal.isPlain() ? "" : " ", arrow), remedy.get(0));
		remedy.stream().skip(1).forEach((line) -> append(text, "     ", line));
	}

	private static String conclusion(Report report) {
		long warnings = report.findings().stream().filter((finding) -> finding.severity() == Severity.WARNING).count();
		return switch (report.exitStatus()) {
			case Report.HEALTHY -> "Healthy.";
			case Report.FINDINGS ->
				"The database is there; %s finding%s to look at.".formatted(warnings, (warnings == 1) ? "" : "s");
			default -> "No connection.";
		};
	}

	private static void append(StringBuilder text, String indent, String line) {
		text.append((indent + line).stripTrailing()).append(System.lineSeparator());
	}

	// Servers and certificates say what they like, and a terminal would obey
	private static String clean(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\s]]", "?");
	}

	static List<String> wrap(String text, int indent) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		for (String word : clean(text).strip().split("\\s+")) {
			if (line.length() > 0 && indent + line.length() + 1 + word.length() > WIDTH) {
				lines.add(line.toString());
				line.setLength(0);
			}
			line.append((line.length() > 0) ? " " : "").append(word);
		}
		lines.add(line.toString());
		return lines;
	}

}
