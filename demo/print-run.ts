import { toSingleLine, truncate } from "../core/text.ts";
import { compareSeverity, severities, statuses } from "../core/verdict.ts";
import { hideEnvironmentValues } from "./environment-values.ts";
import type { Difference, Failure } from "./expectations.ts";
import { type Latency, medianOf, percentileOf } from "./latency.ts";
import type { Print } from "./progress.ts";
import { reasonOf } from "./queues.ts";
import type { DemoRun } from "./run.ts";

/** Prints the results of a run: verdicts, findings, Slack messages, blocks, deployments, dead letters and how long it took. */
export function printRun(run: DemoRun, print: Print): void {
	for (const line of [
		...verdictLines(run),
		...sweepLines(run),
		...findingLines(run),
		...slackLines(run),
		...blockLines(run),
		...deploymentLines(run),
		...deadLetterLines(run),
		...timeLines(run),
		...logErrorLines(run),
		...differenceLines(run),
	]) {
		print(line);
	}
}

const maxWidth = 110;
/** Untrusted text, without control characters and line breaks. */
const line = (text: string, indent = 2): string =>
	`${" ".repeat(indent)}${truncate(toSingleLine(text), maxWidth - indent)}`;
const maxLines = 80;

function section(title: string, lines: readonly string[]): string[] {
	const rest = lines.length - maxLines;
	const visible =
		rest > 0 ? [...lines.slice(0, maxLines), `  … and ${rest} more lines; the results folder has all of them`] : lines;
	return ["", title, ...(visible.length > 0 ? visible : ["  none"])];
}

/** `repository/payments` of an ARN. */
function shortName(arn: string): string {
	const name = arn.split(":").slice(5).join(":");
	return name.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}$/, "sha256:$1…");
}

function verdictLines({ results: { entries }, outcome: { verdicts } }: DemoRun): string[] {
	const lines = entries.flatMap(({ arn, state, controls }) => {
		if (state === "gone") return [line(`${shortName(arn)}  gone`)];
		const statusLines = statuses.flatMap((status) => {
			const ids = Object.keys(controls).filter((id) => controls[id]?.status === status);
			return ids.length === 0 ? [] : [line(`${status.padEnd(14)} ${ids.map((id) => id.split("/")[1]).join(", ")}`, 4)];
		});
		return [line(shortName(arn)), ...statusLines];
	});
	const counts = statuses.map((status) => `${verdicts[status]} ${status}`).join(", ");
	return section(`Verdicts: ${counts}`, lines);
}

/** The sweep's message to Slack is the last one of those below. */
function sweepLines({ account, foundBySweep }: DemoRun): string[] {
	if (!account.sweep) return [];
	return section(
		`Found by the sweep, without any event: ${foundBySweep.length}`,
		foundBySweep.map((arn) => line(shortName(arn))),
	);
}

const stateWidth = "NOT_AVAILABLE RESOLVED".length;

/** Worst first. */
function findingLines({ results: { findings } }: DemoRun): string[] {
	const controls = findings.map(({ GeneratorId = "" }) => GeneratorId.replace("shipshape/", ""));
	const controlWidth = Math.max(0, ...controls.map(({ length }) => length));
	const ranked = findings.map(({ Severity, Compliance, RecordState, Workflow, ProductFields, Id }, at) => {
		const severity = severities.find((known) => known === Severity?.Label) ?? "INFORMATIONAL";
		// The compliance of an archived finding no longer matters: its subject is gone, or the control does not apply to it.
		const compliance = RecordState === "ARCHIVED" ? RecordState : (Compliance?.Status ?? "");
		const state = `${compliance} ${Workflow?.Status ?? ""}`.padEnd(stateWidth);
		const control = (controls[at] ?? "").padEnd(controlWidth);
		const subject = shortName(ProductFields?.["shipshape/subject"] ?? Id ?? "");
		return { severity, text: `${severity.padEnd(13)} ${state} ${control} ${subject}` };
	});
	ranked.sort((a, b) => compareSeverity(a.severity, b.severity) || (a.text < b.text ? -1 : 1));
	return section(
		`Findings in Security Hub: ${findings.length}`,
		ranked.map(({ text }) => line(text)),
	);
}

/** The first lines of each message's text, which a notification shows. */
function slackLines({ results: { slack } }: DemoRun): string[] {
	const lines = slack.flatMap(({ body }) => {
		const { text = String(body) } = (typeof body === "object" ? body : {}) as { readonly text?: string };
		const [head = "", ...rest] = text.split("\n");
		return [line(head), ...rest.slice(0, 2).map((more) => line(more, 5))];
	});
	return section(`Messages received by Slack: ${slack.length}`, lines);
}

function blockLines({ results: { blocked } }: DemoRun): string[] {
	const lines = blocked.flatMap(({ outcome, action, resource, because, reason }) => [
		line(`${outcome.padEnd(11)} ${action} ${shortName(resource)}`),
		line(`because of ${because.join(", ")}${reason === undefined ? "" : ` (${reason})`}`, 14),
	]);
	return section(`Attempts to block a revision: ${blocked.length}`, lines);
}

/** Whether a service runs what was deployed, or still what it ran before. */
function deploymentLines({ deployments }: DemoRun): string[] {
	if (deployments.length === 0) return [];
	const lines = deployments.map(({ service, taskDefinition, before, status }) => {
		const runs = status === "SUCCESSFUL" ? taskDefinition : (before ?? "nothing");
		return line(`${status.padEnd(19)} ${service}: deployed ${taskDefinition}, runs ${runs}`);
	});
	return section(`Deployments of services: ${deployments.length}`, lines);
}

function deadLetterLines({ results: { deadLetters }, deployed: { routes, workers, later } }: DemoRun): string[] {
	const consumers = [...routes, ...workers, ...later];
	const lines = deadLetters.map((letter) => {
		const { queue, attributes, body } = letter;
		const name = consumers.find((one) => one.deadLetters.includes(queue))?.name ?? attributes["sink"] ?? "unknown";
		return line(`${name}: ${reasonOf(letter)}: ${hideEnvironmentValues(body)}`);
	});
	return section(`Dead letters: ${deadLetters.length}`, lines);
}

function timeLines({ outcome: { seconds, events, routed, unrouted }, latencies }: DemoRun): string[] {
	const phases = Object.entries(seconds).map(([phase, value]) => `${phase} ${value.toFixed(1)} s`);
	return section(`Events: ${events}, ${routed} routed, ${unrouted} not routed`, [
		`  ${phases.join(", ")}`,
		latencies.length === 0 ? "  no event caused a finding" : `  ${latencyLine(latencies)}`,
	]);
}

function latencyLine(latencies: readonly Latency[]): string {
	const total = latencies.map((one) => one.total);
	const inSeconds = (value: number | null) => `${(value ?? 0).toFixed(1)} s`;
	const share = (name: string, of: number) => `${name} ${inSeconds(percentileOf(total, of))}`;
	const untilRead = inSeconds(medianOf(latencies.map((one) => one.untilRead)));
	const all = [`median ${inSeconds(medianOf(total))}`, share("p99", 0.99), share("p99.9", 0.999)].join(", ");
	return `event to finding: ${all} of ${latencies.length}; AWS was read after ${untilRead} (median)`;
}

const maxLogErrors = 10;

function logErrorLines({ results: { logErrors } }: DemoRun): string[] {
	if (logErrors.length === 0) return [];
	const visible = logErrors.slice(0, maxLogErrors).map((error) => line(error));
	return section(`Warnings and errors of the emulated AWS: ${logErrors.length} (all in .demo/logs)`, visible);
}

function differenceLines({ account, difference }: DemoRun): string[] {
	if (account.expected === undefined) return [];
	const { missing, unexpected } = difference;
	if (missing.length + unexpected.length === 0) return ["", "All results match the account's expectations."];
	const visible = (failure: Failure): string => `  ${toSingleLine(`${failure.control}  ${failure.subject}`)}`;
	return [
		...(missing.length > 0 ? section(`Expected to fail, but did not: ${missing.length}`, missing.map(visible)) : []),
		...(unexpected.length > 0
			? section(`Failed, but was not expected to: ${unexpected.length}`, unexpected.map(visible))
			: []),
	];
}

/** Whether the results match the account's expectations. */
export const isAsExpected = ({ missing, unexpected }: Difference): boolean => missing.length + unexpected.length === 0;
