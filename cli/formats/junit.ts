import type { Judged, JudgedFile, LocatedVerdict, Unread } from "../judged.ts";
import { harmless } from "../terminal.ts";
import type { Looks } from "./format.ts";

/** JUnit XML: a file is a test suite, a verdict is a test; what is not known is skipped, under --strict an error. */
export function* junit({ files, unread }: Judged, { strict }: Looks): Generator<string> {
	yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="shipshape">\n';
	for (const file of files) yield* suiteOf(file, strict);
	if (unread.length > 0) yield* unreadSuite(unread, strict);
	yield "</testsuites>\n";
}

function* suiteOf({ path, verdicts }: JudgedFile, strict: boolean): Generator<string> {
	const outcomes = verdicts.map((verdict) => outcomeOf(verdict, strict));
	yield suiteStart(path, outcomes);
	for (const [index, verdict] of verdicts.entries()) yield testOf(verdict, outcomes[index] ?? null);
	yield "</testsuite>\n";
}

function* unreadSuite(unread: readonly Unread[], strict: boolean): Generator<string> {
	const outcomes = unread.map(({ what }): Outcome => (what === "file" || strict ? "error" : "skipped"));
	yield suiteStart("what could not be read", outcomes);
	for (const [index, { path, at, text }] of unread.entries()) {
		const place = at === null ? path : `${path}:${at.line}:${at.column}`;
		const name = element("testcase", { name: place, classname: path }, [
			element(outcomes[index] ?? "error", { message: text }, []),
		]);
		yield `${name}\n`;
	}
	yield "</testsuite>\n";
}

type Outcome = "failure" | "error" | "skipped" | null;

function outcomeOf({ status }: LocatedVerdict, strict: boolean): Outcome {
	if (status === "fail") return "failure";
	if (status === "unknown" && strict) return "error";
	return status === "pass" ? null : "skipped";
}

function suiteStart(name: string, outcomes: readonly Outcome[]): string {
	const count = (outcome: Outcome): number => outcomes.filter((one) => one === outcome).length;
	const counts = {
		tests: outcomes.length,
		failures: count("failure"),
		errors: count("error"),
		skipped: count("skipped"),
	};
	return `<testsuite${attributes({ name, ...counts })}>\n`;
}

function testOf(verdict: LocatedVerdict, outcome: Outcome): string {
	const { control, subject, container, severity, status, location, message, remediation } = verdict;
	const place = `${location.file}:${location.line}:${location.column}`;
	const name = container === undefined ? control : `${control} [${container}]`;
	const told = outcome === "skipped" ? `${status}: ${message}` : message;
	const body = outcome === "failure" || outcome === "error" ? [escaped(place), "\n", escaped(remediation)] : [];
	const type = outcome === "failure" ? { type: severity } : {};
	const inner = outcome === null ? [] : [element(outcome, { message: told, ...type }, body)];
	return `${element("testcase", { name, classname: subject, file: location.file, line: location.line }, inner)}\n`;
}

function element(name: string, of: Readonly<Record<string, string | number>>, inner: readonly string[]): string {
	const start = `<${name}${attributes(of)}`;
	return inner.length === 0 ? `${start}/>` : `${start}>${inner.join("")}</${name}>`;
}

const attributes = (of: Readonly<Record<string, string | number>>): string =>
	Object.entries(of)
		.map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
		.join("");

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Without what XML 1.0 has no way to write. */
function escaped(text: string): string {
	return harmless(text)
		.replace(/[\ufffe\uffff]/g, " ")
		.replace(/[&<>"]/g, (one) => entities[one] ?? one);
}
