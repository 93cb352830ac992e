import { setTimeout as pause } from "node:timers/promises";
import type { LedgerEntry } from "../core/ledger.ts";
import { sinks } from "../functions/manifest.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import { type LedgerState, readLedger } from "./ledger.ts";
import { getQueueDepth, readDeadLetters } from "./queues.ts";

const pollMs = 100;

/**
 * Waits until the pipeline is idle: no route has visible or in-flight messages (delayed ones, which check again minutes later,
 * do not count), and both sinks have handled every entry of the ledger or moved it to their dead-letter queue. Throws an
 * Error that says what is still pending when that takes longer than `timeoutMs`.
 */
export async function waitUntilIdle(
	deployed: Deployed,
	clients: Pick<Clients, "sqs" | "dynamodb">,
	signal: AbortSignal,
	timeoutMs = 120_000,
): Promise<LedgerState> {
	const start = performance.now();
	for (;;) {
		signal.throwIfAborted();
		const busyRoutes = await findBusyRoutes(deployed, clients);
		const ledger = busyRoutes.length > 0 ? null : await readLedger(clients.dynamodb, deployed.ledgerTable);
		const pending = ledger === null ? busyRoutes : await findUnhandledEntries(ledger, deployed, clients);
		if (ledger !== null && pending.length === 0) return ledger;
		if (performance.now() - start > timeoutMs) {
			throw new Error(
				`the pipeline is not idle after ${timeoutMs / 1000} s:\n${pending.map((one) => `  ${one}`).join("\n")}`,
			);
		}
		await pause(pollMs);
	}
}

async function findBusyRoutes({ routes }: Deployed, { sqs }: Pick<Clients, "sqs">): Promise<string[]> {
	const depths = await Promise.all(
		routes.map(async ({ name, queue }) => ({ name, ...(await getQueueDepth(sqs, queue)) })),
	);
	return depths
		.filter(({ waiting, inFlight }) => waiting + inFlight > 0)
		.map(({ name, waiting, inFlight }) => `${name}: ${waiting} messages waiting, ${inFlight} in flight`);
}

async function findUnhandledEntries(
	{ entries, handled }: LedgerState,
	{ undelivered }: Deployed,
	{ sqs }: Pick<Clients, "sqs">,
): Promise<string[]> {
	const unhandled = entries.flatMap((entry) =>
		sinks.filter(({ sink }) => (handled(entry.arn, sink) ?? "") < entry.readAt).map(({ sink }) => ({ entry, sink })),
	);
	if (unhandled.length === 0) return [];
	const deadLetters = (await Promise.all(undelivered.map((queue) => readDeadLetters(sqs, queue)))).flat();
	const isDeadLetter = ({ arn }: LedgerEntry, sink: string): boolean =>
		deadLetters.some(({ attributes }) => attributes["sink"] === sink && attributes["subject"] === arn);
	return unhandled
		.filter(({ entry, sink }) => !isDeadLetter(entry, sink))
		.map(({ entry, sink }) => `${sink} has not handled ${entry.arn} as read at ${entry.readAt}`);
}
