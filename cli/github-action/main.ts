import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../../core/errors.ts";
import { sanitize } from "../terminal.ts";
import type { VerdictReport } from "../verdicts.d.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { stepSummary } from "./step-summary.ts";

/** The command line is beside this file in `dist/`. No shell is involved, so an input is never more than an argument. */
const program = join(import.meta.dirname, "shipshape.mjs");

interface Run {
	readonly status: number;
	readonly printed: string;
	readonly complaints: readonly string[];
}

/** Where the pages of this version are: in the repository that the runner took the action from. */
function pagesAddress(): string {
	const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = process.env;
	return server && repository && ref ? `${server}/${repository}/blob/${ref}/docs/controls` : "";
}

/** Runs `check`. `show`: everything that it writes goes to the log. */
function check(args: readonly string[], show: boolean): Run {
	const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, "check", ...args], {
		encoding: "utf8",
		env: { ...process.env, SHIPSHAPE_PAGES: process.env["SHIPSHAPE_PAGES"] || pagesAddress() },
		maxBuffer: 512 * 1024 * 1024,
		stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
	});
	if (error !== undefined) throw new BadInputError(`check cannot be started: ${error.message}`);
	const complaints = (stderr ?? "").split("\n").filter((line) => line !== "");
	return { status: status ?? 2, printed: stdout ?? "", complaints };
}

/** Returns the exit status of `check`, or 2 if the SARIF report cannot be written. Throws BadInputError. */
function run({ arguments: args, format, sarifFile }: Inputs): number {
	const { status } = check([`--format=${format}`, ...args], true);
	const { status: ofReport, printed, complaints } = check(["--format=json", ...args], false);
	const given = reportIn(printed);
	// Bad usage, which no format has annotations for.
	if (given === null) complaints.forEach(annotate);
	const report = given === null || (ofReport === 2 && isEmpty(given)) ? null : given;
	append("GITHUB_OUTPUT", `failures=${report?.summary.fail ?? ""}\n`);
	append("GITHUB_STEP_SUMMARY", stepSummary(report, complaints));
	if (sarifFile === null) return status;
	const written = check(["--format=sarif", `--output=${sarifFile}`, ...args], false);
	// The status may be 2 for another reason as well. When the report is written, only the line with its numbers is new.
	const isSummary = (line: string): boolean => /^\d+ files?: /.test(line.replace(`shipshape: ${sarifFile}: `, ""));
	const isNew = (line: string): boolean => !complaints.includes(line) && !isSummary(line);
	for (const line of written.complaints.filter(isNew)) {
		console.error(line);
		annotate(line);
	}
	return written.status;
}

/** Null if `check` has printed no report, as after incorrect usage. */
function reportIn(printed: string): VerdictReport | null {
	try {
		return JSON.parse(printed) as VerdictReport;
	} catch {
		return null;
	}
}

/** Whether a report has no answer at all. */
const isEmpty = ({ summary, needsAws }: VerdictReport): boolean =>
	needsAws.length === 0 && Object.values(summary).every((count) => count === 0);

/** Appends to a file that the runner names in a variable; an older or another runner may not have it. Throws BadInputError. */
function append(variable: string, text: string): void {
	const file = process.env[variable] ?? "";
	if (file === "") return;
	try {
		appendFileSync(file, text);
	} catch (error) {
		const { code = "no code" } = error as NodeJS.ErrnoException;
		const what = `${variable}: the file of the runner cannot be written (${code})`;
		throw new BadInputError(`${what}; check the runner and its disk`, { cause: error });
	}
}

/** Shows a line that the command line has written to standard error on the page of the run. */
function annotate(line: string): void {
	console.log(`::error title=Shipshape::${sanitize(line.replace(/^shipshape: /, "")).replaceAll("%", "%25")}`);
}

try {
	process.exitCode = run(readInputs(process.env));
} catch (error) {
	if (!(error instanceof BadInputError)) throw error;
	annotate(error.message);
	process.exitCode = 2;
}
