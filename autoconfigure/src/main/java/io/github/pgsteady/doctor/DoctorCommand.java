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

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.PoolExamination;
import io.github.pgsteady.diagnosis.Severity;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.url.DatabaseUrlSyntaxException;

/**
 * The doctor on the command line.
 *
 * @since 0.1.0
 */
@Command(name = "pgsteady-doctor", mixinStandardHelpOptions = true, sortOptions = false,
		versionProvider = DoctorVersion.class,
		description = "Examines the connection to a PostgreSQL database, and writes the configuration for it. Writes "
				+ "nothing to the database.",
		exitCodeListHeading = "%nExit status:%n", exitCodeList = { "0:healthy", "1:there are findings",
				"2:the database cannot be reached", "64:the command was not understood", "70:the doctor has failed" })
public final class DoctorCommand implements Callable<Integer> {

	private final Environment environment;

	private final PrintStream out;

	private final PrintStream err;

	private final Charset charset;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(arity = "0..1", paramLabel = "URL",
			description = "The URL, as the provider shows it, or for JDBC. Without one: DATABASE_URL and its "
					+ "relatives, where no other user of the machine sees the password.")
	private @Nullable String url;

	@Option(names = "--tables", description = "Look at the tables and the migrations that the role sees.")
	private boolean tables;

	@Option(names = "--idle", paramLabel = "TIME",
			description = "Hold idle connections for so long, such as 6m, and tell when they are cut.")
	private @Nullable String idle;

	@Option(names = "--instances", paramLabel = "NUMBER", defaultValue = "" + DoctorOptions.USUAL_INSTANCES,
			description = "How many instances of the application there are; a rolling deployment adds one. "
					+ "Default: ${DEFAULT-VALUE}.")
	private int instances;

	@Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
			description = "One of text, json, yaml. Default: ${DEFAULT-VALUE}.")
	private ReportFormat format = ReportFormat.TEXT;

	DoctorCommand(Environment environment, PrintStream out, PrintStream err, Charset charset) {
		this.environment = environment;
		this.out = out;
		this.err = err;
		this.charset = charset;
	}

	/**
	 * Run the doctor, and end the process.
	 * @param arguments the options, and the URL
	 */
	public static void main(String[] arguments) {
		// What libraries log says nothing that the report does not say
		LogManager.getLogManager().reset();
		String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
		System.exit(run(new StandardEnvironment(), System.out, System.err, Charset.forName(encoding), arguments));
	}

	static int run(Environment environment, PrintStream out, PrintStream err, Charset charset, String... arguments) {
		CommandLine commandLine = new CommandLine(new DoctorCommand(environment, out, err, charset));
		commandLine.setCaseInsensitiveEnumValuesAllowed(true);
		commandLine.setOut(new PrintWriter(out, true, charset));
		commandLine.setErr(new PrintWriter(err, true, charset));
		commandLine.setParameterExceptionHandler((ex, unused) -> usage(ex));
		try {
			commandLine.setExecutionExceptionHandler((ex, unused, result) -> failure(ex, err));
			return commandLine.execute(arguments);
		}
		catch (LinkageError ex) {
			return failure(ex, err);
		}
	}

	// Messages may hold anything
	private static int failure(Throwable failure, PrintStream err) {
		err.println("The doctor has failed. Please report this, at https://github.com/pgsteady/pgsteady/issues");
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			err.println(cause.getClass().getName());
			Arrays.stream(cause.getStackTrace()).limit(20).forEach((element) -> err.println("  at " + element));
		}
		return Report.FAILURE;
	}

	// Arguments that were not understood may be pieces of a URL, and are not shown
	private static int usage(ParameterException exception) {
		exception.getCommandLine()
			.getErr()
			.println("The command was not understood" + ((exception instanceof UsageException)
					? ": " + exception.getMessage() : ". A URL with special characters has to be in quotes"));
		exception.getCommandLine().usage(exception.getCommandLine().getErr());
		return Report.USAGE;
	}

	@Override
	public Integer call() {
		DoctorOptions options = new DoctorOptions(this.tables, idle(), this.instances);
		if (this.instances < 1) {
			throw new UsageException(this.spec.commandLine(), "--instances must be at least 1");
		}
		boolean terminal = Ansi.AUTO.enabled();
		TextReport text = new TextReport(new Terminal(this.out, terminal ? this.err : null, this.charset, terminal));
		Progress progress = (this.format == ReportFormat.TEXT) ? text : Progress.NONE;
		Report report = examine(options, progress);
		switch (this.format) {
			case TEXT -> text.write(report);
			case JSON -> print(StructuredReport.toJson(report));
			case YAML -> print(StructuredReport.toYaml(report));
		}
		return report.exitStatus();
	}

	private void print(String text) {
		new Terminal(this.out, null, StandardCharsets.UTF_8, false).print(text);
	}

	private @Nullable Duration idle() {
		if (this.idle == null) {
			return null;
		}
		try {
			Duration duration = DurationStyle.detectAndParse(this.idle);
			if (!duration.isNegative() && !duration.isZero()) {
				return duration;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told below
		}
		throw new UsageException(this.spec.commandLine(), "--idle needs a time, such as 6m or 90s");
	}

	private Report examine(DoctorOptions options, Progress progress) {
		Subject subject;
		try {
			subject = new Subjects(this.environment).find(this.url);
		}
		catch (DatabaseUrlSyntaxException ex) {
			Report report = Checkup.ofUnreadable(new Finding("unreadable-url", Severity.WARNING, null,
					"%s is no database URL: %s".formatted(ex.getName(), ex.getReason()), "Nothing can be examined",
					List.of(ex.getRedactedUrl()), ex.getRemedy()));
			report.stages().forEach(progress::ended);
			return report;
		}
		if (subject == null) {
			throw new UsageException(this.spec.commandLine(),
					"there is no URL, neither as an argument nor in DATABASE_URL, JDBC_DATABASE_URL, POSTGRES_URL or PGHOST");
		}
		List<Finding> known = new PoolExamination(List.of(subject.pool()), 1).getFindings();
		return new Checkup(FailureClassifier.ofBuiltInRules(), progress).examine(subject, options, known);
	}

	/**
	 * An argument that was understood, and cannot be.
	 */
	private static final class UsageException extends ParameterException {

		private static final long serialVersionUID = 1L;

		UsageException(CommandLine commandLine, String message) {
			super(commandLine, message);
		}

	}

}
