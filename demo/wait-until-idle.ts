import { setTimeout as pause } from "node:timers/promises";
import type { LedgerEntry } from "../core/ledger.ts";
import { sinks } from "../functions/manifest.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import { type LedgerState, readLedger } from "./ledger.ts";
import { getQueueDepth, type QueueDepth, readDeadLetters } from "./queues.ts";

const pollMs = 100;

/** While messages are waiting, the ledger only shows progress, and reading all of it is slow. */
const ledgerPollMs = 1_000;

interface Clock {
	/** Milliseconds. */
	readonly now: () => number;
	readonly pause: (ms: number) => Promise<unknown>;
}

const systemClock: Clock = { now: () => performance.now(), pause };

/**
 * Waits until the pipeline is idle: no route, worker or sink has visible or in-flight messages (delayed ones, which check again
 * minutes later, do not count), and both sinks have handled every entry of the ledger or moved it to their dead-letter queue.
 * However long that takes, it waits while there is progress: the number of messages in a queue, an entry of the ledger or what a
 * sink has handled changes. Throws an Error that says what is still pending when nothing has changed for `patienceMs`.
 */
export async function waitUntilIdle(
	deployed: Deployed,
	clients: Pick<Clients, "sqs" | "dynamodb">,
	signal: AbortSignal,
	patienceMs = 120_000,
	{ now, pause }: Clock = systemClock,
): Promise<LedgerState> {
	const states = new Map<string, string>();
	let changedAt = now();
	const watch = (what: string, state: string): void => {
		if (states.get(what) !== state) changedAt = now();
		states.set(what, state);
	};
	let ledgerReadAt = Number.NEGATIVE_INFINITY;
	for (;;) {
		signal.throwIfAborted();
		let pending = await findBusyQueues(deployed, clients);
		const isBusy = pending.length > 0;
		watch("queues", pending.join("\n"));
		if (!isBusy || now() - ledgerReadAt >= ledgerPollMs) {
			ledgerReadAt = now();
			const ledger = await readLedger(clients.dynamodb, deployed.ledgerTable);
			watch("ledger", describeLedger(ledger));
			if (!isBusy) pending = await findUnhandledEntries(ledger, deployed, clients);
			if (pending.length === 0) return ledger;
		}
		if (now() - changedAt > patienceMs) {
			const lines = pending.map((one) => `  ${one}`).join("\n");
			throw new Error(`the pipeline is not idle, and nothing has changed for ${patienceMs / 1000} s:\n${lines}`);
		}
		await pause(pollMs);
	}
}

/** Changes with every entry that is written and with everything that a sink has handled. */
const describeLedger = ({ entries, handled }: LedgerState): string =>
	entries.map(({ arn, readAt }) => [arn, readAt, ...sinks.map(({ sink }) => handled(arn, sink))].join(" ")).join("\n");

/** The routes are read before and after the workers, because each sends messages to the other. */
async function findBusyQueues({ routes, workers, later }: Deployed, { sqs }: Pick<Clients, "sqs">): Promise<string[]> {
	const depths: (QueueDepth & { readonly name: string })[] = [];
	for (const group of [routes, [...workers, ...later], routes]) {
		const read = group.map(async ({ name, queue }) => ({ name, ...(await getQueueDepth(sqs, queue)) }));
		depths.push(...(await Promise.all(read)));
	}
	const lines = depths
		.filter(({ waiting, inFlight }) => waiting + inFlight > 0)
		.map(({ name, waiting, inFlight }) => `${name}: ${waiting} messages waiting, ${inFlight} in flight`);
	return [...new Set(lines)];
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
