import { pathToFileURL } from "node:url";
import { controls } from "../../controls/index.ts";
import type { Control } from "../../core/control.ts";
import { toSingleLine } from "../../core/text.ts";
import { compareVerdicts, type Severity } from "../../core/verdict.ts";
import { allVerdicts, type CheckResult, exitStatusOf, type LocatedVerdict, type UnreadInput } from "../check-result.ts";
import { pagesFolder } from "../pages-folder.ts";
import { pagesInRepository, version } from "../version.ts";
import { type Fingerprint, fingerprinter } from "./fingerprints.ts";
import { inAwsLines } from "./in-aws.ts";
import { toSafeJson } from "./json.ts";
import type { FormatOptions } from "./options.ts";
import { uriFrom } from "./paths.ts";
import { policyName } from "./policy-name.ts";

const source = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/**
 * SARIF 2.1.0 for code scanning. Results are failures; waived ones are suppressed. An unknown verdict is a notification, because
 * GitHub opens an alert for every result and ignores its `kind`.
 */
export function* sarif(result: CheckResult, options: FormatOptions): Generator<string> {
	const verdicts = allVerdicts(result);
	const all = verdicts.filter(({ status }) => status === "fail" || status === "waived");
	const reported = all.length > maxResults ? all.toSorted(compareVerdicts).slice(0, maxResults) : all;
	const identify = fingerprinter(options);
	const used = controls.filter(({ id }) => verdicts.some(({ control }) => control === id));
	const indexes = new Map<string, number>(used.map(({ id }, index) => [id, index]));
	const pages = options.pages ?? pagesInRepository() ?? pathToFileURL(pagesFolder).href;
	const driver = { name: "shipshape", version: version(), rules: used.map((control) => ruleOf(control, pages)) };
	yield `{\n"$schema": ${toSafeJson(source)},\n"version": "2.1.0",\n"runs": [{\n"tool": ${toSafeJson({ driver })},\n`;
	yield `"columnKind": "utf16CodeUnits",\n"originalUriBaseIds": ${toSafeJson(baseIds)},\n"properties": ${toSafeJson({ policy: policyName(options.policy) })},\n`;
	yield `"invocations": [${toSafeJson(invocationOf(result, all.length - reported.length, options))}],\n"results": [`;
	let separator = "\n";
	for (const verdict of reported) {
		yield `${separator}${toSafeJson(resultOf(verdict, indexes.get(verdict.control) ?? -1, identify(verdict), options))}`;
		separator = ",\n";
	}
	yield "\n]\n}]\n}\n";
}

/**
 * GitHub rejects a run with more results, of which it shows 5,000:
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
const maxResults = 25_000;

const base = "SRCROOT";
const baseIds = { [base]: { description: { text: "The root of the source tree" } } };

/** The lower bounds of GitHub's own levels are 9 (critical), 7 (high), 4 (medium) and above 0 (low). */
const scores: Readonly<Record<Severity, string>> = {
	CRITICAL: "9.5",
	HIGH: "8.0",
	MEDIUM: "5.5",
	LOW: "2.0",
	INFORMATIONAL: "0.0",
};
const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
	CRITICAL: "error",
	HIGH: "error",
	MEDIUM: "warning",
	LOW: "note",
	INFORMATIONAL: "note",
};

function ruleOf({ id, title, why, remediation, references, severity, aws }: Control, pages: string) {
	const markdown = [why, `**What to do.** ${remediation}`, ...references.map((one) => `- <${one}>`)].join("\n\n");
	return {
		id,
		name: id,
		shortDescription: { text: title },
		fullDescription: { text: why },
		help: { text: `${why}\n\n${remediation}`, markdown },
		helpUri: `${pages}/${id}.md`,
		defaultConfiguration: { level: levels[severity] },
		properties: { "security-severity": scores[severity], tags: ["security", ...(aws === undefined ? [] : [aws])] },
	};
}

function resultOf(
	verdict: LocatedVerdict,
	ruleIndex: number,
	{ hash, occurrence }: Fingerprint,
	options: FormatOptions,
) {
	const { control, container, severity, status, message, remediation, subject, address } = verdict;
	return {
		ruleId: control,
		ruleIndex,
		level: levels[severity],
		message: { text: toSingleLine(`${message}. ${remediation}`) },
		locations: [locationOf(verdict.location, options, verdict)],
		// GitHub matches alerts by the first one, which it would otherwise compute from the text of the line.
		partialFingerprints: { primaryLocationLineHash: `${hash}:${occurrence}`, "shipshape/v1": hash },
		properties: {
			severity,
			subject: toSingleLine(subject),
			...(address === undefined ? {} : { address: toSingleLine(address) }),
			...(container === undefined ? {} : { container: toSingleLine(container) }),
		},
		suppressions: status === "waived" ? [suppressionOf(verdict, options)] : [],
	};
}

/** `inSource`: the file itself says so; `external`: the policy does. */
function suppressionOf({ waiver, ignore, inBaseline }: LocatedVerdict, options: FormatOptions) {
	if (ignore !== undefined) {
		const { location, reason } = ignore;
		return {
			kind: "inSource",
			status: "accepted",
			justification: toSingleLine(reason),
			location: locationOf(location, options),
		};
	}
	if (inBaseline === true) return { kind: "external", status: "accepted", justification: "in the baseline" };
	const text =
		waiver === undefined ? "waived by the policy" : `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`;
	return { kind: "external", status: "accepted", justification: toSingleLine(text) };
}

function locationOf(
	{ file, line, column }: LocatedVerdict["location"],
	options: FormatOptions,
	{
		part,
		address = part ?? undefined,
		container,
	}: Partial<Pick<LocatedVerdict, "part" | "address" | "container">> = {},
) {
	const { uri, isBelow } = uriFrom(options, file);
	const names = [address, container].flatMap((name) => (name === undefined ? [] : toSingleLine(name)));
	return {
		physicalLocation: {
			artifactLocation: isBelow ? { uri, uriBaseId: base } : { uri },
			region: { startLine: line, startColumn: column },
		},
		...(names.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: names.join("/") }] }),
	};
}

function invocationOf(result: CheckResult, leftOut: number, options: FormatOptions) {
	const exitCode = exitStatusOf(result, options);
	const unknown = allVerdicts(result).filter(({ status }) => status === "unknown");
	return {
		executionSuccessful: exitCode !== 2,
		exitCode,
		toolExecutionNotifications: [
			...(leftOut === 0 ? [] : [{ level: "warning", message: { text: leftOutText(leftOut) } }]),
			...result.unread.map((one) => unreadNotification(one, options)),
			...inAwsLines(result).map((text) => ({ level: "note", message: { text } })),
			...unknown.map((verdict) => ({
				level: "note",
				message: { text: toSingleLine(`${verdict.control} is unknown: ${verdict.message}`) },
				locations: [locationOf(verdict.location, options, verdict)],
			})),
		],
	};
}

const leftOutText = (count: number): string =>
	`${count} results are left out, the mildest: GitHub takes ${maxResults} in a run; check fewer files at once`;

const unreadNotification = ({ path, at, text, extent: what }: UnreadInput, options: FormatOptions) => ({
	level: what === "part" ? "warning" : "error",
	message: { text: toSingleLine(text) },
	locations: [locationOf({ file: path, line: at?.line ?? 1, column: at?.column ?? 1 }, options)],
});
