import { type AwsSecurityFinding, GetFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { countByStatus, type LedgerEntry } from "../core/ledger.ts";
import type { Status } from "../core/verdict.ts";
import type { BlockedRecord } from "../report/model.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import type { Received } from "./doubles/slack.ts";
import type { LedgerState } from "./ledger.ts";
import { type DeadLetter, deadLettersIn } from "./queues.ts";
import type { Sent } from "./send.ts";

/** `outcome.json`: public contract, see docs. */
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

/** Everything that came out of a run. */
export interface Results {
	readonly entries: readonly LedgerEntry[];
	readonly findings: readonly AwsSecurityFinding[];
	readonly slack: readonly Received[];
	/** As in `blocked.json`. */
	readonly blocked: readonly BlockedRecord[];
	readonly deadLetters: readonly DeadLetter[];
	readonly sent: readonly Sent[];
	/** What the emulators complained of. */
	readonly troubles: readonly string[];
}

/** Reads what the pipeline left, through the same calls that anybody would use. */
export async function collect(
	{ entries }: LedgerState,
	deployed: Deployed,
	clients: Pick<Clients, "sqs" | "securityHub">,
	{ slack, sent, troubles }: Pick<Results, "slack" | "sent" | "troubles">,
): Promise<Results> {
	const queues = [...deployed.routes.flatMap(({ deadLetters }) => deadLetters), ...deployed.undelivered];
	const [findings, ...letters] = await Promise.all([
		allFindings(clients.securityHub),
		...queues.map((queue) => deadLettersIn(clients.sqs, queue)),
	]);
	return { entries, findings, slack, blocked: blockedIn(entries), deadLetters: letters.flat(), sent, troubles };
}

/** Blocks of all subjects, oldest first. */
function blockedIn(entries: readonly LedgerEntry[]): BlockedRecord[] {
	return entries
		.flatMap(({ blocks }) => blocks)
		.map(({ at, action, resource, because, outcome, reason }) => ({
			at,
			action,
			resource,
			because,
			outcome,
			...(reason === undefined ? {} : { reason }),
		}))
		.toSorted((a, b) => a.at.localeCompare(b.at));
}

export function outcomeOf({ entries, sent, deadLetters }: Results, seconds: Seconds): Outcome {
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

async function allFindings(client: SecurityHubClient): Promise<AwsSecurityFinding[]> {
	const findings: AwsSecurityFinding[] = [];
	let NextToken: string | undefined;
	do {
		const page = await client.send(new GetFindingsCommand({ MaxResults: 100, ...(NextToken ? { NextToken } : {}) }));
		findings.push(...(page.Findings ?? []));
		NextToken = page.NextToken;
	} while (NextToken !== undefined && NextToken !== "");
	return findings;
}
