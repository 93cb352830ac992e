import { createHash } from "node:crypto";
import { controls } from "../../controls/index.ts";
import type { Control } from "../../core/control.ts";
import { toSingleLine } from "../../core/text.ts";
import type { Severity } from "../../core/verdict.ts";
import { allVerdicts, type CheckResult, exitStatusOf, type LocatedVerdict, type UnreadInput } from "../check-result.ts";
import { version } from "../version.ts";
import { toSafeJson } from "./json.ts";
import type { FormatOptions } from "./options.ts";
import { uriFrom } from "./paths.ts";

const source = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/**
 * SARIF 2.1.0 for code scanning. Results are failures; waived ones are suppressed. An unknown verdict is a notification, because
 * GitHub opens an alert for every result and ignores its `kind`.
 */
export function* sarif(result: CheckResult, options: FormatOptions): Generator<string> {
	const verdicts = allVerdicts(result);
	const reported = verdicts.filter(({ status }) => status === "fail" || status === "waived");
	const used = controls.filter(({ id }) => verdicts.some(({ control }) => control === id));
	const indexes = new Map<string, number>(used.map(({ id }, index) => [id, index]));
	const driver = { name: "shipshape", version: version(), rules: used.map(ruleOf) };
	yield `{\n"$schema": ${toSafeJson(source)},\n"version": "2.1.0",\n"runs": [{\n"tool": ${toSafeJson({ driver })},\n`;
	yield `"columnKind": "utf16CodeUnits",\n"originalUriBaseIds": ${toSafeJson(baseIds)},\n`;
	yield `"invocations": [${toSafeJson(invocationOf(result, options))}],\n"results": [`;
	let separator = "\n";
	for (const verdict of reported) {
		yield `${separator}${toSafeJson(resultOf(verdict, indexes.get(verdict.control) ?? -1, options))}`;
		separator = ",\n";
	}
	yield "\n]\n}]\n}\n";
}

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

function ruleOf({ id, title, why, remediation, references, severity, aws }: Control) {
	const [helpUri] = references;
	const markdown = [why, `**What to do.** ${remediation}`, ...references.map((one) => `- <${one}>`)].join("\n\n");
	return {
		id,
		name: id,
		shortDescription: { text: title },
		fullDescription: { text: why },
		help: { text: `${why}\n\n${remediation}`, markdown },
		...(helpUri === undefined ? {} : { helpUri }),
		defaultConfiguration: { level: levels[severity] },
		properties: { "security-severity": scores[severity], tags: ["security", ...(aws === undefined ? [] : [aws])] },
	};
}

function resultOf(verdict: LocatedVerdict, ruleIndex: number, options: FormatOptions) {
	const { control, container, severity, status, message, remediation, subject } = verdict;
	return {
		ruleId: control,
		ruleIndex,
		level: levels[severity],
		message: { text: toSingleLine(`${message}. ${remediation}`) },
		locations: [locationOf(verdict.location, options, verdict)],
		partialFingerprints: fingerprintsOf(verdict, options),
		properties: {
			severity,
			subject: toSingleLine(subject),
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

/**
 * Identifies a failure even when lines have moved. GitHub matches alerts by `primaryLocationLineHash`, which it would
 * otherwise compute from the text of the line.
 */
function fingerprintsOf({ control, container, part, location }: LocatedVerdict, options: FormatOptions) {
	const parts = [control, uriFrom(options, location.file).uri, part, container ?? null];
	const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
	return { primaryLocationLineHash: `${hash}:1`, "shipshape/v1": hash };
}

function locationOf(
	{ file, line, column }: LocatedVerdict["location"],
	options: FormatOptions,
	{ part, container }: Partial<Pick<LocatedVerdict, "part" | "container">> = {},
) {
	const { uri, isBelow } = uriFrom(options, file);
	const names = [part ?? null, container ?? null].flatMap((name) => (name === null ? [] : toSingleLine(name)));
	return {
		physicalLocation: {
			artifactLocation: isBelow ? { uri, uriBaseId: base } : { uri },
			region: { startLine: line, startColumn: column },
		},
		...(names.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: names.join("/") }] }),
	};
}

function invocationOf(result: CheckResult, options: FormatOptions) {
	const exitCode = exitStatusOf(result, options.strict);
	const unknown = allVerdicts(result).filter(({ status }) => status === "unknown");
	return {
		executionSuccessful: exitCode !== 2,
		exitCode,
		toolExecutionNotifications: [
			...result.unread.map((one) => unreadNotification(one, options)),
			...unknown.map((verdict) => ({
				level: "note",
				message: { text: toSingleLine(`${verdict.control} is unknown: ${verdict.message}`) },
				locations: [locationOf(verdict.location, options, verdict)],
			})),
		],
	};
}

const unreadNotification = ({ path, at, text, extent: what }: UnreadInput, options: FormatOptions) => ({
	level: what === "part" ? "warning" : "error",
	message: { text: toSingleLine(text) },
	locations: [locationOf({ file: path, line: at?.line ?? 1, column: at?.column ?? 1 }, options)],
});
