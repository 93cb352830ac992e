import { BadInputError } from "../../core/errors.ts";
import { type Severity, severities } from "../../core/verdict.ts";
import { readers } from "../../readers/index.ts";
import { type Option, parseArguments } from "../arguments.ts";
import { checkFiles } from "../check-files.ts";
import { type CheckResult, exitStatusOf } from "../check-result.ts";
import { checkSubject } from "../check-subject.ts";
import type { Command } from "../command.ts";
import { kindOption, noColorOption, outputOption, policyOption } from "../common-options.ts";
import { type FormatName, formatNames, plannedFormats } from "../format-names.ts";
import { formatOf } from "../formats/formats.ts";
import type { FormatOptions } from "../formats/options.ts";
import { summaryOf } from "../formats/summary.ts";
import { readerOf } from "../kinds.ts";
import { liveVerdicts } from "../live-verdicts.ts";
import { isAtLeast, withMinimumSeverity } from "../minimum-severity.ts";
import { openValueLines } from "../open-values.ts";
import { refuseOverwriting } from "../overwriting.ts";
import { openOptionsOf, pathOptions, requirePaths } from "../path-options.ts";
import { type LoadedPolicy, loadPolicy } from "../policy-file.ts";
import { writeReport } from "../report-file.ts";
import { controlOptions, selectControls } from "../selected-controls.ts";
import { ansiPaint, plainPaint, sanitize, type Terminal, useColor } from "../terminal.ts";
import { openBaseline, useBaseline } from "../use-baseline.ts";
import { ignoreLines, waiverLines } from "../waiver-lines.ts";

const about = `Checks files without calling AWS. Folders are searched recursively, - is standard input. The kind of a file is recognized by
its content.`;

const options: Readonly<Record<string, Option>> = {
	as: kindOption,
	format: {
		type: "choice",
		value: "NAME",
		help: "how the report is written (default text)",
		choices: formatNames,
		planned: plannedFormats,
	},
	output: outputOption,
	policy: policyOption,
	baseline: {
		type: "string",
		value: "FILE",
		help: "only failures that FILE does not list count; says how many old ones are hidden, and which are fixed since",
	},
	"write-baseline": {
		type: "string",
		value: "FILE",
		help: "writes what fails into FILE, for --baseline; what FILE lists of files that were not checked stays",
	},
	severity: {
		type: "choice",
		value: "LEVEL",
		help: "leaves out failures that are less severe; unknown verdicts stay, because they may turn out worse",
		choices: severities,
	},
	...controlOptions,
	...pathOptions,
	strict: { type: "flag", help: "exit status 3 when a verdict is unknown; what only AWS can answer does not count" },
	"exit-zero": { type: "flag", help: "exit status 0 also for failures and unknown verdicts; 2 stays" },
	all: { type: "flag", help: "text: also lists what passes, is unknown, needs AWS or does not apply" },
	quiet: {
		type: "flag",
		short: "q",
		help: "text: prints only one line per failure, the worst first, and the unknown verdicts",
	},
	"no-color": noColorOption,
};

const statuses = {
	0: "nothing failed",
	1: "a blocking failure, which every failure is unless the policy sets blocking: false for its control",
	2:
		"bad usage, input that could not be read, an ignore without a reason, nothing to check, or to judge in a file whose kind was named, or a " +
		"report that could not be written",
	3: "a verdict is unknown and --strict was given",
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, lists, positionals } = parseArguments(args, options);
	requirePaths("check", positionals);
	if (flags.has("all") && flags.has("quiet"))
		throw new BadInputError("--all and --quiet exclude each other; write one of them");
	const { as: kind, output = "-", format = "text", severity = null } = values;
	const minimum = severity as Severity | null;
	const policy = await loadPolicy(values["policy"] ?? null, terminal);
	const { judges, leftOut } = selectControls(lists, policy.policy);
	const { baseline: known, "write-baseline": written } = values;
	const outputs = { "--output": output, "--write-baseline": written };
	// Both together are refused below, whatever their files.
	const own = [["the policy", policy.path] as const, ["the baseline", written === undefined ? known : null] as const];
	const inFiles = (paths: Iterable<string>) => [...paths].map((path) => ["a file that is checked", path] as const);
	refuseOverwriting(outputs, [...inFiles(positionals), ...own]);
	const baseline = await openBaseline(values, terminal);
	const read = new Set<string>();
	const allLocations = includesPasses(format) || flags.has("all");
	const checked = await checkFiles(positionals, {
		...openOptionsOf({ flags, lists }, policy, terminal, { own: [known], written: [output, written] }),
		onRead: (path) => read.add(path),
		as: readerOf(kind),
		readers,
		input: terminal.input,
		checkSubject: (subject, path) => checkSubject(subject, path, { ...policy, judges }, allLocations),
		checkLive: (resource, path) => liveVerdicts(resource, path, { policy: policy.policy, judges }),
		now: () => new Date(),
	});
	refuseOverwriting(outputs, inFiles(read));
	const { result, notes } = await useBaseline(
		{ ...checked, leftOut: [...leftOut, ...(checked.leftOut ?? [])] },
		baseline,
		{ judged: judges, isWritten: (verdict) => isAtLeast(minimum, verdict) },
		terminal,
	);
	const shown = withMinimumSeverity(result, minimum);
	const formatOptions = formatOptionsOf(flags, output, policy, terminal);
	printUnread(shown, terminal);
	const policyLines = waiverLines(result, policy, new Date().toISOString());
	for (const line of [...ignoreLines(result, judges), ...policyLines, ...(result.notes ?? []), ...notes])
		terminal.printError(sanitize(`shipshape: ${line}`));
	for (const line of openValueLines(result, readers)) terminal.printError(sanitize(`shipshape: ${line}`));
	await writeReport(output, (await formatOf(format as FormatName))(shown, formatOptions), terminal);
	printSummary(shown, { output, format, isQuiet: formatOptions.quiet }, terminal);
	return exitStatusOf(shown, formatOptions);
}

/** On standard error, where the report does not have it: what was left out is said in any case. */
function printSummary(
	result: CheckResult,
	{ output, format, isQuiet }: { readonly output: string; readonly format: string; readonly isQuiet: boolean },
	{ printError }: Terminal,
): void {
	if (output === "-" && (format === "github" || (format === "text" && !isQuiet))) return;
	const lines = output === "-" || isQuiet ? (result.leftOut ?? []) : [`${output}: ${summaryOf(result)}`];
	for (const line of lines) printError(sanitize(`shipshape: ${line}`));
}

const includesPasses = (format: string): boolean => ["json", "junit", "csv"].includes(format);

function formatOptionsOf(
	flags: ReadonlySet<string>,
	output: string,
	{ path: policy }: LoadedPolicy,
	terminal: Terminal,
): FormatOptions {
	const { folder, environment, width } = terminal;
	const isPrinted = output === "-";
	return {
		paint: isPrinted && useColor(terminal, flags.has("no-color")) ? ansiPaint : plainPaint,
		width: isPrinted ? width : null,
		quiet: flags.has("quiet"),
		all: flags.has("all"),
		strict: flags.has("strict"),
		exitZero: flags.has("exit-zero"),
		policy,
		listsUnread: !isPrinted,
		pages: environment["SHIPSHAPE_PAGES"] || null,
		root: environment["GITHUB_WORKSPACE"] || environment["CI_PROJECT_DIR"] || folder,
		folder,
	};
}

/** Reports input that could not be read on standard error, one line each, whatever the format. */
function printUnread({ unread }: CheckResult, terminal: Terminal): void {
	for (const { path, at, text, extent } of unread) {
		const place = at === null ? path : `${path}:${at.line}:${at.column}`;
		terminal.printError(sanitize(`shipshape: ${place}: ${text}${extent === "part" ? "; not checked" : ""}`));
	}
}

export const check: Command = { usage: "check PATH… [OPTIONS]", about, options, statuses, start };
