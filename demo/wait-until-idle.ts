import { setTimeout as pause } from "node:timers/promises";
import type { LedgerEntry } from "../core/ledger.ts";
import { sinks } from "../functions/manifest.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import { type LedgerState, readLedger } from "./ledger.ts";
import { getQueueDepth, type QueueDepth, readDeadLetters } from "./queues.ts";

const pollMs = 100;

/**
 * Waits until the pipeline is idle: no route and no worker has visible or in-flight messages (delayed ones, which check again
 * minutes later, do not count), and both sinks have handled every entry of the ledger or moved it to their dead-letter queue. Throws an
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
		const busy = await findBusyQueues(deployed, clients);
		const ledger = busy.length > 0 ? null : await readLedger(clients.dynamodb, deployed.ledgerTable);
		const pending = ledger === null ? busy : await findUnhandledEntries(ledger, deployed, clients);
		if (ledger !== null && pending.length === 0) return ledger;
		if (performance.now() - start > timeoutMs) {
			throw new Error(
				`the pipeline is not idle after ${timeoutMs / 1000} s:\n${pending.map((one) => `  ${one}`).join("\n")}`,
			);
		}
		await pause(pollMs);
	}
}

/** The routes are read before and after the workers, because each sends messages to the other. */
async function findBusyQueues({ routes, workers }: Deployed, { sqs }: Pick<Clients, "sqs">): Promise<string[]> {
	const depths: (QueueDepth & { readonly name: string })[] = [];
	for (const group of [routes, workers, routes]) {
		const read = group.map(async ({ name, queue }) => ({ name, ...(await getQueueDepth(sqs, queue)) }));
		depths.push(...(await Promise.all(read)));
	}
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
