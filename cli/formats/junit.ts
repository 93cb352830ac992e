import type { CheckedFile, CheckResult, LocatedVerdict, UnreadInput } from "../check-result.ts";
import { sanitize } from "../terminal.ts";
import { version } from "../version.ts";
import { controlsInAws } from "./in-aws.ts";
import type { FormatOptions } from "./options.ts";
import { policyName } from "./policy-name.ts";

/** JUnit XML: a file is a test suite, a verdict is a test; an unknown verdict is skipped, or an error with --strict. */
export function* junit(
	result: CheckResult,
	{ strict, policy }: Pick<FormatOptions, "strict" | "policy">,
): Generator<string> {
	const files = result.files.map(({ inAws = [], ...file }) => ({
		...file,
		properties: inAws.length === 0 ? {} : { "needs-aws": controlsInAws(inAws) },
	}));
	yield* junitOf({ files, unread: result.unread }, { strict, policy }, ({ status }) => {
		if (status === "fail") return "failure";
		return status === "unknown" && strict ? "error" : null;
	});
}

interface Suite<V extends LocatedVerdict> extends CheckedFile {
	readonly verdicts: readonly V[];
	/** What else is known of all of its tests. */
	readonly properties?: Properties;
}

/** The same, with a choice of the verdicts that count as failed tests or as errors. `strict`: what is partly unread is an error. */
export function* junitOf<V extends LocatedVerdict>(
	{ files, unread }: Pick<CheckResult, "unread"> & { readonly files: readonly Suite<V>[] },
	{ strict, policy }: Pick<FormatOptions, "strict" | "policy">,
	problemIn: (verdict: V) => "failure" | "error" | null,
): Generator<string> {
	yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="shipshape">\n';
	const run = { "shipshape-version": version(), policy: policyName(policy) };
	for (const file of files) {
		const properties = { ...run, ...file.properties };
		yield* suiteOf({ ...file, properties }, (one) => problemIn(one) ?? (one.status === "pass" ? null : "skipped"));
	}
	if (unread.length > 0) yield* unreadSuite(unread, run, strict);
	yield "</testsuites>\n";
}

function* suiteOf<V extends LocatedVerdict>(
	{ path, verdicts, properties = {} }: Suite<V>,
	outcomeIn: (verdict: V) => Outcome,
): Generator<string> {
	const outcomes = verdicts.map(outcomeIn);
	yield suiteStart(path, outcomes);
	yield propertiesOf(properties);
	for (const [index, verdict] of verdicts.entries()) yield testOf(verdict, outcomes[index] ?? null);
	yield "</testsuite>\n";
}

type Properties = Readonly<Record<string, string>>;

const propertiesOf = (properties: Properties): string =>
	`${element(
		"properties",
		{},
		Object.entries(properties).map(([name, value]) => element("property", { name, value }, [])),
	)}\n`;

function* unreadSuite(unread: readonly UnreadInput[], run: Properties, strict: boolean): Generator<string> {
	const outcomes = unread.map(({ extent }): Outcome => (extent !== "part" || strict ? "error" : "skipped"));
	yield suiteStart("input that could not be read", outcomes);
	yield propertiesOf(run);
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
	const { control, subject, container, severity, status, location, message, remediation, address } = verdict;
	const place = `${location.file}:${location.line}:${location.column}${address === undefined ? "" : `  ${address}`}`;
	const name = container === undefined ? control : `${control} [${container}]`;
	const reported = outcome === "skipped" ? `${status}: ${message}` : message;
	const body = outcome === "failure" || outcome === "error" ? [escapeXml(place), "\n", escapeXml(remediation)] : [];
	const type = outcome === "failure" ? { type: severity } : {};
	const inner = outcome === null ? [] : [element(outcome, { message: reported, ...type }, body)];
	return `${element("testcase", { name, classname: subject, file: location.file, line: location.line }, inner)}\n`;
}

function element(name: string, values: Readonly<Record<string, string | number>>, inner: readonly string[]): string {
	const start = `<${name}${attributes(values)}`;
	return inner.length === 0 ? `${start}/>` : `${start}>${inner.join("")}</${name}>`;
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
	Object.entries(values)
		.map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
		.join("");

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Escapes text for XML 1.0, without the characters that XML 1.0 cannot represent. */
function escapeXml(text: string): string {
	return sanitize(text)
		.replace(/[\ufffe\uffff]/g, " ")
		.replace(/[&<>"]/g, (one) => entities[one] ?? one);
}
