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

package io.github.pgsteady.benchmark.storm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Draws what was seen, as an SVG image: a row for each storm, a column for each
 * contender, in each cell how many calls failed, and what is worse than a failed call.
 */
final class StormChart {

	private static final int LABELS = 132;

	private static final int COLUMN = 104;

	private static final int BAR = 88;

	private static final int ROW = 62;

	private static final int HEAD = 92;

	private static final int FOOT = 48;

	private static final int WIDTH = LABELS + COLUMN * Contender.values().length;

	private static final String STYLE = """
			<style>
			text { font: 12px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
			.title { font-size: 16px; font-weight: 600; }
			.head { font-weight: 600; }
			.quiet { fill: #59636e; font-size: 11px; }
			.end { text-anchor: end; }
			.worse { fill: #cf222e; font-weight: 600; }
			.denied { fill: #9a6700; }
			.failed { fill: #bc4c00; }
			.unknown { fill: #8250df; }
			.track { fill: #d1d9e0; }
			.steady { fill: #dafbe1; }
			.line { stroke: #d1d9e0; }
			@media (prefers-color-scheme: dark) {
			text { fill: #f0f6fc; }
			.quiet { fill: #9198a1; }
			.worse { fill: #ff7b72; }
			.denied { fill: #d29922; }
			.failed { fill: #db6d28; }
			.unknown { fill: #ab7df8; }
			.track { fill: #3d444d; }
			.steady { fill: #12261e; }
			.line { stroke: #3d444d; }
			}
			</style>
			""";

	private final StormSums sums;

	private final StringBuilder image = new StringBuilder();

	StormChart(List<Observation> observations) {
		this.sums = new StormSums(observations);
	}

	/**
	 * Return the image.
	 */
	@Override
	public String toString() {
		List<Storm> storms = Arrays.stream(Storm.values()).filter(this.sums::contains).toList();
		int height = HEAD + ROW * (storms.size() + 1) + FOOT;
		this.image.setLength(0);
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\"", WIDTH, height,
				WIDTH, height);
		add(" role=\"img\" aria-labelledby=\"title description\">%n");
		add("<title id=\"title\">What becomes of calls while the database is in trouble</title>%n");
		add("<desc id=\"description\">%s</desc>%n", description());
		this.image.append(STYLE);
		head(height);
		int y = HEAD;
		for (Storm storm : storms) {
			row(storm, y);
			y += ROW;
		}
		total(y);
		foot(y + ROW);
		add("</svg>%n");
		return this.image.toString();
	}

	private String description() {
		return Arrays.stream(Contender.values())
			.map((contender) -> "%s: %s".formatted(contender.getDescription(), words(this.sums.of(contender))))
			.collect(Collectors.joining("; "));
	}

	private String words(StormSums.Sum sum) {
		return "%s of %s calls failed, %s lost, %s stored twice, %s stored although they failed".formatted(sum.failed(),
				sum.calls(), sum.lost(), sum.doubled(), sum.denied());
	}

	private void head(int height) {
		text(0, 20, "title", "What becomes of calls while the database is in trouble");
		text(0, 38, "quiet", "Calls that failed, and how many were lost, stored twice, or stored although they had "
				+ "failed. On the right: first success after the trouble (median)");
		for (Contender contender : Contender.values()) {
			int x = x(contender);
			if (contender.isSteady()) {
				add("<rect class=\"steady\" x=\"%s\" y=\"50\" width=\"%s\" height=\"%s\"/>%n", x - 6, COLUMN - 4,
						height - 50 - FOOT);
			}
			int y = 66;
			for (String line : contender.getLabel().split("\n")) {
				text(x, y, "head", line);
				y += 15;
			}
		}
	}

	private void row(Storm storm, int y) {
		label(y, storm.getLabel());
		double most = Arrays.stream(Contender.values())
			.mapToDouble((contender) -> this.sums.of(storm, contender).failedShare())
			.max()
			.orElse(0);
		for (Contender contender : Contender.values()) {
			StormSums.Sum sum = this.sums.of(storm, contender);
			if (sum.calls() > 0) {
				cell(storm, contender, y, most);
			}
		}
	}

	private void total(int y) {
		label(y, "all");
		for (Contender contender : Contender.values()) {
			StormSums.Sum sum = this.sums.of(contender);
			text(x(contender), y + 18, "head", sum.failed() + " failed");
			worse(x(contender), y + 38, sum);
		}
	}

	private void label(int y, String label) {
		add("<line class=\"line\" x1=\"0\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n", y, WIDTH, y);
		int line = y + 18;
		for (String part : label.split("\n")) {
			text(0, line, "head", part);
			line += 15;
		}
	}

	private void cell(Storm storm, Contender contender, int y, double most) {
		StormSums.Sum sum = this.sums.of(storm, contender);
		int x = x(contender);
		if (storm == Storm.FULL) {
			// Those that are there already have no trouble
			text(x, y + 18, "", recovery(sum.recovery(), "after %.1f s", "not served"));
			return;
		}
		text(x, y + 18, "", share(sum));
		if (storm.isRecoveryShown()) {
			text(x + BAR, y + 18, "quiet end", recovery(sum.recovery(), "%.1f s", "never"));
		}
		add("<rect class=\"track\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"4\"/>%n", x, y + 23, BAR);
		if (sum.failed() > 0) {
			double width = BAR * sum.failedShare() / most;
			double unknown = width * sum.unknown() / sum.failed();
			bar(x, y + 23, "failed", width - unknown);
			bar(x + width - unknown, y + 23, "unknown", unknown);
		}
		worse(x, y + 40, sum);
	}

	private void bar(double x, int y, String style, double width) {
		if (width > 0) {
			add("<rect class=\"%s\" x=\"%.1f\" y=\"%s\" width=\"%.1f\" height=\"4\"/>%n", style, x, y, width);
		}
	}

	private void worse(int x, int y, StormSums.Sum sum) {
		int line = y;
		line = worse(x, line, "worse", sum.lost(), "lost");
		line = worse(x, line, "worse", sum.doubled(), "twice");
		worse(x, line, "denied", sum.denied(), "denied");
	}

	private int worse(int x, int y, String style, long count, String what) {
		if (count == 0) {
			return y;
		}
		text(x, y, style, count + " " + what);
		return y + 14;
	}

	private static String share(StormSums.Sum sum) {
		if (sum.failed() == 0) {
			return "0 %";
		}
		double percent = 100 * sum.failedShare();
		return (percent < 0.01) ? "< 0.01 %"
				: String.format(Locale.ROOT, (percent < 1) ? "%.2f %%" : "%.1f %%", percent);
	}

	private static String recovery(double milliseconds, String format, String none) {
		return Double.isNaN(milliseconds) ? none : String.format(Locale.ROOT, format, milliseconds / 1000);
	}

	private void foot(int y) {
		add("<line class=\"line\" x1=\"0\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n", y, WIDTH, y);
		bar(0, y + 12, "failed", 14);
		text(20, y + 19, "quiet", "failed");
		bar(64, y + 12, "unknown", 14);
		text(84, y + 19, "quiet", "failed, and says that it may be stored all the same (a bar is as long as the "
				+ "longest of its row where most failed)");
		text(0, y + 37, "quiet", "lost: acknowledged, and not there · twice: stored more than once · denied: failed "
				+ "without a word of doubt, and there");
	}

	private static int x(Contender contender) {
		return LABELS + COLUMN * contender.ordinal();
	}

	private void text(int x, int y, String style, String text) {
		add("<text%s x=\"%s\" y=\"%s\">%s</text>%n", style.isEmpty() ? "" : " class=\"%s\"".formatted(style), x, y,
				text.replace("&", "&amp;").replace("<", "&lt;"));
	}

	// The same on each system
	private void add(String format, Object... values) {
		this.image.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
	}

}
