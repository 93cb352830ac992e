import { cut, oneLine } from "../core/text.ts";
import { compareSeverity, severities, statuses } from "../core/verdict.ts";
import type { Difference, Failure } from "./expected.ts";
import { medianOf } from "./latency.ts";
import type { Say } from "./progress.ts";
import type { DemoRun } from "./run.ts";

/** The end of a run as people see it: what was judged, told, stopped and refused, and how long it took. */
export function showRun(run: DemoRun, say: Say): void {
	for (const line of [
		...verdictLines(run),
		...findingLines(run),
		...slackLines(run),
		...blockLines(run),
		...deadLetterLines(run),
		...timeLines(run),
		...troubleLines(run),
		...differenceLines(run),
	]) {
		say(line);
	}
}

const widest = 110;
/** Text from outside never moves the cursor nor breaks the line. */
const line = (text: string, indent = 2): string => `${" ".repeat(indent)}${cut(oneLine(text), widest - indent)}`;
const maxLines = 80;

function titled(title: string, lines: readonly string[]): string[] {
	const rest = lines.length - maxLines;
	const shown =
		rest > 0 ? [...lines.slice(0, maxLines), `  … and ${rest} lines more; all of it is in the results`] : lines;
	return ["", title, ...(shown.length > 0 ? shown : ["  none"])];
}

/** `repository/payments` of an ARN. */
function shortName(arn: string): string {
	const name = arn.split(":").slice(5).join(":");
	return name.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}$/, "sha256:$1…");
}

function verdictLines({ results: { entries }, outcome: { verdicts } }: DemoRun): string[] {
	const lines = entries.flatMap(({ arn, state, controls }) => {
		if (state === "gone") return [line(`${shortName(arn)}  gone`)];
		const told = statuses.flatMap((status) => {
			const ids = Object.keys(controls).filter((id) => controls[id]?.status === status);
			return ids.length === 0 ? [] : [line(`${status.padEnd(14)} ${ids.map((id) => id.split("/")[1]).join(", ")}`, 4)];
		});
		return [line(shortName(arn)), ...told];
	});
	const counts = statuses.map((status) => `${verdicts[status]} ${status}`).join(", ");
	return titled(`Verdicts: ${counts}`, lines);
}

const longestState = "NOT_AVAILABLE RESOLVED".length;

/** Worst first. */
function findingLines({ results: { findings } }: DemoRun): string[] {
	const controls = findings.map(({ GeneratorId = "" }) => GeneratorId.replace("shipshape/", ""));
	const longestControl = Math.max(0, ...controls.map(({ length }) => length));
	const ranked = findings.map(({ Severity, Compliance, Workflow, ProductFields, Id }, at) => {
		const severity = severities.find((known) => known === Severity?.Label) ?? "INFORMATIONAL";
		const state = `${Compliance?.Status ?? ""} ${Workflow?.Status ?? ""}`.padEnd(longestState);
		const control = (controls[at] ?? "").padEnd(longestControl);
		const subject = shortName(ProductFields?.["shipshape/subject"] ?? Id ?? "");
		return { severity, text: `${severity.padEnd(13)} ${state} ${control} ${subject}` };
	});
	ranked.sort((a, b) => compareSeverity(a.severity, b.severity) || (a.text < b.text ? -1 : 1));
	return titled(
		`Findings in Security Hub: ${findings.length}`,
		ranked.map(({ text }) => line(text)),
	);
}

/** The text of each message, which is what a notification shows: its first lines. */
function slackLines({ results: { slack } }: DemoRun): string[] {
	const lines = slack.flatMap(({ body }) => {
		const { text = String(body) } = (typeof body === "object" ? body : {}) as { readonly text?: string };
		const [head = "", ...rest] = text.split("\n");
		return [line(head), ...rest.slice(0, 2).map((more) => line(more, 5))];
	});
	return titled(`Messages that Slack received: ${slack.length}`, lines);
}

function blockLines({ results: { blocked } }: DemoRun): string[] {
	const lines = blocked.flatMap(({ outcome, action, resource, because, reason }) => [
		line(`${outcome.padEnd(11)} ${action} ${shortName(resource)}`),
		line(`because of ${because.join(", ")}${reason === undefined ? "" : ` (${reason})`}`, 14),
	]);
	return titled(`Attempts to stop a revision: ${blocked.length}`, lines);
}

function deadLetterLines({ results: { deadLetters }, deployed: { routes } }: DemoRun): string[] {
	const lines = deadLetters.map(({ queue, attributes, body }) => {
		const route = routes.find((one) => one.deadLetters.includes(queue))?.name ?? attributes["sink"] ?? "unknown";
		return line(`${route}: ${attributes["reason"] ?? "failed too often"}: ${body}`);
	});
	return titled(`Dead letters: ${deadLetters.length}`, lines);
}

function timeLines({ outcome: { seconds, events, routed, unrouted }, secondsToFindings }: DemoRun): string[] {
	const median = medianOf(secondsToFindings);
	const phases = Object.entries(seconds).map(([phase, value]) => `${phase} ${value.toFixed(1)} s`);
	return titled(`Events: ${events}, ${routed} routed, ${unrouted} not`, [
		`  ${phases.join(", ")}`,
		median === null
			? "  no finding came of an event"
			: `  event to finding: median ${median.toFixed(1)} s of ${secondsToFindings.length}, slowest ${Math.max(...secondsToFindings).toFixed(1)} s`,
	]);
}

const maxTroubles = 10;

function troubleLines({ results: { troubles } }: DemoRun): string[] {
	if (troubles.length === 0) return [];
	const shown = troubles.slice(0, maxTroubles).map((trouble) => line(trouble));
	return titled(`Warnings and errors of the emulated AWS: ${troubles.length} (all in .demo/logs)`, shown);
}

function differenceLines({ account, difference }: DemoRun): string[] {
	if (account.expected === undefined) return [];
	const { missing, unexpected } = difference;
	if (missing.length + unexpected.length === 0) return ["", "Everything came out as the account expects."];
	const shown = (failure: Failure): string => `  ${oneLine(`${failure.control}  ${failure.subject}`)}`;
	return [
		...(missing.length > 0 ? titled(`Expected to fail, but did not: ${missing.length}`, missing.map(shown)) : []),
		...(unexpected.length > 0
			? titled(`Failed, but was not expected to: ${unexpected.length}`, unexpected.map(shown))
			: []),
	];
}

/** Whether a run's outcome is what its account expects. */
export const cameOut = ({ missing, unexpected }: Difference): boolean => missing.length + unexpected.length === 0;
