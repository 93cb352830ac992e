import type { Account } from "./account-schema.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import type { DemoEvent } from "./events.ts";
import { forgetImagesInUse, type LedgerState } from "./ledger.ts";
import { createRouter } from "./routing.ts";
import { type AccountTarget, applyChange } from "./seed.ts";
import { type SentEvent, sendEvents } from "./send.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

/**
 * Sends every event in order. Where the description has a step after an event, waits until the pipeline is idle, then changes
 * the account, then continues. Returns when the pipeline is idle after the last event.
 */
export async function deliver(
	events: readonly DemoEvent[],
	{ steps }: Account,
	target: AccountTarget & { readonly clients: Clients },
	deployed: Deployed,
	signal: AbortSignal,
): Promise<{ readonly sent: readonly SentEvent[]; readonly ledger: LedgerState }> {
	const { clients } = target;
	const router = await createRouter(clients.events, deployed.routes);
	const sent: SentEvent[] = [];
	let pending: DemoEvent[] = [];
	for (const event of events) {
		pending.push(event);
		const due = steps.filter(({ after }) => after === event.file);
		if (due.length === 0) continue;
		sent.push(...(await sendEvents(pending, router, clients)));
		pending = [];
		await waitUntilIdle(deployed, clients, signal);
		for (const { change } of due) await applyChange(target, change);
		await forgetImagesInUse(clients.dynamodb, deployed.ledgerTable);
	}
	sent.push(...(await sendEvents(pending, router, clients)));
	return { sent, ledger: await waitUntilIdle(deployed, clients, signal) };
}
