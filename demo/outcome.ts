import { type AwsSecurityFinding, GetFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { countByStatus, type LedgerEntry } from "../core/ledger.ts";
import type { Status } from "../core/verdict.ts";
import type { BlockedRecord } from "../report/model.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import type { Received } from "./doubles/slack.ts";
import type { LedgerState } from "./ledger.ts";
import { type DeadLetter, readDeadLetters } from "./queues.ts";
import type { SentEvent } from "./send.ts";

/** The content of `outcome.json`, which is a public contract. */
export interface Outcome {
	readonly events: number;
	readonly routed: number;
	readonly unrouted: number;
	/** (control, subject) pairs. */
	readonly verdicts: Readonly<Record<Status, number>>;
	readonly deadLetters: number;
	readonly seconds: Seconds;
}

export interface Seconds {
	readonly start: number;
	readonly deploy: number;
	readonly events: number;
	readonly total: number;
}

/** Everything that a run produced. */
export interface RunResults {
	readonly entries: readonly LedgerEntry[];
	readonly findings: readonly AwsSecurityFinding[];
	readonly slack: readonly Received[];
	/** As in `blocked.json`. */
	readonly blocked: readonly BlockedRecord[];
	readonly deadLetters: readonly DeadLetter[];
	readonly sent: readonly SentEvent[];
	/** Warnings and errors from the emulators' logs. */
	readonly logErrors: readonly string[];
}

/** Reads the results of the pipeline through AWS's own APIs. */
export async function collectResults(
	{ entries }: LedgerState,
	deployed: Deployed,
	clients: Pick<Clients, "sqs" | "securityHub">,
	{ slack, sent, logErrors }: Pick<RunResults, "slack" | "sent" | "logErrors">,
): Promise<RunResults> {
	const { routes, workers, later, undelivered } = deployed;
	const queues = [...[...routes, ...workers, ...later].flatMap(({ deadLetters }) => deadLetters), ...undelivered];
	const [findings, ...letters] = await Promise.all([
		getAllFindings(clients.securityHub),
		...queues.map((queue) => readDeadLetters(clients.sqs, queue)),
	]);
	return {
		entries,
		findings,
		slack,
		blocked: listBlocks(entries),
		deadLetters: letters.flat(),
		sent,
		logErrors,
	};
}

/** Blocks of all subjects, oldest first. */
function listBlocks(entries: readonly LedgerEntry[]): BlockedRecord[] {
	return entries
		.flatMap(({ blocks }) => blocks)
		.map(({ at, action, resource, because, outcome, unchecked, reason }) => ({
			at,
			action,
			resource,
			because,
			outcome,
			...(unchecked === undefined ? {} : { unchecked }),
			...(reason === undefined ? {} : { reason }),
		}))
		.toSorted((a, b) => a.at.localeCompare(b.at));
}

export function summarize({ entries, sent, deadLetters }: RunResults, seconds: Seconds): Outcome {
	const routed = sent.filter((event) => event.routed).length;
	return {
		events: sent.length,
		routed,
		unrouted: sent.length - routed,
		verdicts: countByStatus(entries),
		deadLetters: deadLetters.length,
		seconds,
	};
}

async function getAllFindings(client: SecurityHubClient): Promise<AwsSecurityFinding[]> {
	const findings: AwsSecurityFinding[] = [];
	let NextToken: string | undefined;
	do {
		const page = await client.send(new GetFindingsCommand({ MaxResults: 100, ...(NextToken ? { NextToken } : {}) }));
		findings.push(...(page.Findings ?? []));
		NextToken = page.NextToken;
	} while (NextToken !== undefined && NextToken !== "");
	return findings;
}
