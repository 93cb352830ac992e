import { setTimeout as pause } from "node:timers/promises";
import type { LedgerEntry } from "../core/ledger.ts";
import { sinks } from "../functions/manifest.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import { type LedgerState, readLedger } from "./ledger.ts";
import { deadLettersIn, depthOf } from "./queues.ts";

const everyMs = 100;

/**
 * Waits until the pipeline has nothing left to do: no message waits or is in work on any route (delayed ones look again
 * minutes later and do not count), and both sinks have handled every entry of the ledger, or put it away as undelivered.
 * Throws an Error that says what still moves when that takes longer than `patienceMs`.
 */
export async function quiet(
	deployed: Deployed,
	clients: Pick<Clients, "sqs" | "dynamodb">,
	stopped: AbortSignal,
	patienceMs = 120_000,
): Promise<LedgerState> {
	const begun = performance.now();
	for (;;) {
		stopped.throwIfAborted();
		const busy = await busyRoutes(deployed, clients);
		const ledger = busy.length > 0 ? null : await readLedger(clients.dynamodb, deployed.ledgerTable);
		const moving = ledger === null ? busy : await unsettled(ledger, deployed, clients);
		if (ledger !== null && moving.length === 0) return ledger;
		if (performance.now() - begun > patienceMs) {
			throw new Error(
				`the pipeline is not quiet after ${patienceMs / 1000} s:\n${moving.map((one) => `  ${one}`).join("\n")}`,
			);
		}
		await pause(everyMs);
	}
}

async function busyRoutes({ routes }: Deployed, { sqs }: Pick<Clients, "sqs">): Promise<string[]> {
	const depths = await Promise.all(routes.map(async ({ name, queue }) => ({ name, ...(await depthOf(sqs, queue)) })));
	return depths
		.filter(({ waiting, inFlight }) => waiting + inFlight > 0)
		.map(({ name, waiting, inFlight }) => `${name}: ${waiting} messages wait, ${inFlight} are in work`);
}

async function unsettled(
	{ entries, handled }: LedgerState,
	{ undelivered }: Deployed,
	{ sqs }: Pick<Clients, "sqs">,
): Promise<string[]> {
	const open = entries.flatMap((entry) =>
		sinks.filter(({ sink }) => (handled(entry.arn, sink) ?? "") < entry.readAt).map(({ sink }) => ({ entry, sink })),
	);
	if (open.length === 0) return [];
	const kept = (await Promise.all(undelivered.map((queue) => deadLettersIn(sqs, queue)))).flat();
	const isKept = ({ arn }: LedgerEntry, sink: string): boolean =>
		kept.some(({ attributes }) => attributes["sink"] === sink && attributes["subject"] === arn);
	return open
		.filter(({ entry, sink }) => !isKept(entry, sink))
		.map(({ entry, sink }) => `${sink} has not handled ${entry.arn} as it was read at ${entry.readAt}`);
}
