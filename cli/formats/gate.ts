import { formatList } from "../../core/text.ts";
import { compareVerdicts } from "../../core/verdict.ts";
import type { LocatedVerdict } from "../check-result.ts";
import { digestOf, type GatedTarget, type GateResult, isUnread } from "../gate-result.ts";
import { groupBy } from "../group-by.ts";
import { sanitize, wrap } from "../terminal.ts";
import type { GateReport } from "../verdicts.d.ts";
import { version } from "../version.ts";
import { toPublic, toSafeJson } from "./json.ts";
import { junitOf } from "./junit.ts";
import type { FormatOptions } from "./options.ts";
import { policyName } from "./policy-name.ts";
import { formatCount } from "./summary.ts";
import { severityIn } from "./text.ts";

type GateOptions = Pick<FormatOptions, "paint" | "width" | "strict">;
type GateFormat = (result: GateResult, options: GateOptions) => Iterable<string>;

export const gateFormatNames = ["text", "json", "junit"] as const;

/** How the answers of the gate are printed. */
export const gateFormats: Readonly<Record<(typeof gateFormatNames)[number], GateFormat>> = {
	text: gateText,
	json: gateJson,
	junit: gateJunit,
};

/** For people: what blocks, the worst first, with location and remediation; what does not block in one line; then the decision. */
function* gateText(result: GateResult, options: GateOptions): Generator<string> {
	const blocking = result.targets
		.flatMap((target) => target.verdicts.flatMap((verdict) => (verdict.blocks ? [{ target, verdict }] : [])))
		.toSorted((a, b) => compareVerdicts(a.verdict, b.verdict));
	for (const target of result.targets) for (const line of titleLines(target, options)) yield `${line}\n`;
	for (const { target, verdict } of blocking)
		for (const line of ["", ...verdictLines(target, verdict, options)]) yield `${line}\n`;
	for (const line of [...failureLines(result, options), ...unknownLines(result, options)]) yield `${line}\n`;
	if (result.targets.length > 0) yield "\n";
	yield `${closingLine(result, options)}\n`;
}

/** Before the reason. */
const wordsOf = {
	blocked: "is blocked: ",
	"would-have": "would be blocked, but ",
	protected: "would be blocked, but ",
	overridden: "would be blocked, but is overridden: ",
	allowed: "would be blocked, but goes on: ",
	off: "",
	unread: "",
} as const satisfies Record<GatedTarget["decision"], string>;

/** `REFERENCE` and, indented, what it is in AWS. */
function titleLines(target: GatedTarget, { paint, width }: GateOptions): string[] {
	const { given, kind, arn, images, service, decision } = target;
	const listed = kind === "image" ? [] : images.map(({ repository, digest }) => `runs ${repository}@${digest}`);
	const lines = [
		...(arn === null ? [] : [arn]),
		...listed,
		...(service === null ? [] : [`judged as deployed to service ${service}`]),
		...(decision === "off" ? ["is not blocked: the policy turns the gate off for it (block.gate: false)"] : []),
		...reasonLines(target),
	];
	return [paint.bold(sanitize(given)), ...lines.flatMap((line) => wrap(sanitize(line), "  ", width))];
}

function reasonLines({ decision, reason, service }: GatedTarget): readonly string[] {
	if (reason === null) return [];
	// With a service, it may be protected as well, and the reason says which of both is.
	return [`${wordsOf[decision]}${reason}${decision === "protected" && service === null ? " (block.protected)" : ""}`];
}

function verdictLines(target: GatedTarget, verdict: LocatedVerdict, { paint, width }: GateOptions): string[] {
	const { status, severity, control, container, message, remediation } = verdict;
	const label = status === "fail" ? severityIn(paint)[severity](severity) : paint.yellow("UNKNOWN");
	const containerPart = container === undefined ? [] : [`container ${sanitize(container)}`];
	return [
		[label, control, ...containerPart, sanitize(placeOf(target, verdict))].join("  "),
		...wrap(sanitize(message), "    ", width),
		...wrap(`→ ${sanitize(remediation)}`, "    ", width),
	];
}

/** The location in a file; the reference of what is in AWS. */
function placeOf({ given, isFile }: GatedTarget, { location: { file, line, column } }: LocatedVerdict): string {
	return isFile ? `${file}:${line}:${column}` : given;
}

/** Failures that do not block, so that none is silent: `not blocking: 2 failures (…)`. */
function failureLines({ targets }: GateResult, { width }: GateOptions): string[] {
	const failures = targets.flatMap(({ verdicts }) =>
		verdicts.filter(({ status, blocks }) => status === "fail" && !blocks),
	);
	if (failures.length === 0) return [];
	const names = formatList([...new Set(failures.map(({ control }) => control))], 20);
	return ["", ...wrap(`not blocking: ${formatCount(failures.length, "failure")} (${names})`, "", width)];
}

const maxReasons = 10;

/** Unknown verdicts that do not block: the controls for each reason, and the settings because of which they do not. */
function unknownLines({ targets, policy: { policy } }: GateResult, { width }: GateOptions): string[] {
	const unknown = targets.flatMap(({ given, verdicts }) =>
		verdicts.flatMap((one) => (one.status === "unknown" && !one.blocks ? { given, ...one } : [])),
	);
	if (unknown.length === 0) return [];
	const { onUnscanned, onUnknown, onOtherRegistry } = policy.block;
	const settings = Object.entries({ onUnscanned, onUnknown, onOtherRegistry })
		.map(([name, value]) => `block.${name}: ${value}`)
		.join(", ");
	const reasons = [...groupBy(unknown, ({ given, message }) => `${given}: ${message}`)];
	const lines = reasons.slice(0, maxReasons).map(([reason, of]) => {
		return `${[...new Set(of.map(({ control }) => control))].join(", ")}: ${sanitize(reason)}`;
	});
	const more = reasons.length - maxReasons;
	return [
		"",
		...wrap(`not blocking: ${formatCount(unknown.length, "unknown verdict")} (${settings})`, "", width),
		...lines.flatMap((line) => wrap(line, "  ", width)),
		...(more > 0 ? [`  and ${formatCount(more, "other reason")}; --format json has all of them`] : []),
	];
}

/** The decision in one line; also printed to standard error when the report goes to a file. */
export function closingLine(result: GateResult, { paint }: Pick<GateOptions, "paint">): string {
	const { decision, targets, waitedSeconds } = result;
	if (decision === "off")
		return paint.yellow("not blocked: the policy turns the gate off (block.gate: false); nothing was judged");
	const waited = waitedSeconds === 0 ? "" : ` (waited ${waitedSeconds} s)`;
	if (decision === "blocked") {
		const because = targets.flatMap(({ verdicts }) => verdicts.flatMap((one) => (one.blocks ? one.control : [])));
		return paint.red(`blocked: ${formatList([...new Set(because)].sort(), 20)}${waited}`);
	}
	if (decision === "no-answer") {
		const unread = targets.filter(isUnread).length;
		return paint.red(`no answer: ${unread} of ${targets.length} could not be read${waited}`);
	}
	return paint.green(`not blocked${waited}`);
}

/** The JSON format (`GateReport`). */
function* gateJson({ policy: { policy, path }, decision, targets, waitedSeconds }: GateResult): Generator<string> {
	const { gate, onUnscanned, onUnknown, onOtherRegistry, protected: families } = policy.block;
	const report: GateReport = {
		schemaVersion: "1",
		tool: { name: "shipshape", version: version() },
		policy: {
			file: path,
			name: policyName(path),
			mode: policy.mode,
			block: { gate, onUnscanned, onUnknown, onOtherRegistry, protected: families },
		},
		decision,
		waitedSeconds,
		subjects: targets.map((target) => ({
			given: target.given,
			kind: target.kind,
			service: target.service,
			decision: target.decision,
			reason: target.reason,
			arn: target.arn,
			digest: digestOf(target),
			images: target.images,
			imagesNotRead: target.imagesNotRead.map(({ image }) => image),
			unread: target.unread,
			verdicts: target.verdicts.map((verdict) => {
				const { location, ...rest } = toPublic(verdict);
				return { ...rest, location: target.isFile ? location : null, blocks: verdict.blocks };
			}),
		})),
	};
	yield `${toSafeJson(report)}\n`;
}

/** JUnit XML: what was asked about is a test suite, a verdict is a test; it fails if it blocks, so that failures are why the job fails. */
function* gateJunit({ targets, policy }: GateResult, { strict }: GateOptions): Generator<string> {
	const files = targets.map(({ given: path, kind, verdicts, service }) => {
		return { path, kind, verdicts, ...(service === null ? {} : { properties: { service } }) };
	});
	const unread = targets.flatMap((target) => {
		const { given: path, unread: text } = target;
		return text === null ? [] : [{ path, at: null, text, extent: isUnread(target) ? "file" : "part" } as const];
	});
	yield* junitOf({ files, unread }, { strict: false, policy: policy.path }, ({ blocks, isUnanswered }) => {
		if (blocks) return "failure";
		return isUnanswered && strict ? "error" : null;
	});
}
