import type { Account } from "./account-schema.ts";
import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import type { DemoEvent } from "./events.ts";
import type { LedgerState } from "./ledger.ts";
import { quiet } from "./quiet.ts";
import { routerOf } from "./routing.ts";
import { apply, type Place } from "./seed.ts";
import { type Sent, send } from "./send.ts";

/**
 * Sends every event in order. Where the description has a step after one, the pipeline becomes quiet first, then the
 * account changes, then it goes on. Ends when the pipeline is quiet for good.
 */
export async function deliver(
	events: readonly DemoEvent[],
	{ steps }: Account,
	place: Place & { readonly clients: Clients },
	deployed: Deployed,
	stopped: AbortSignal,
): Promise<{ readonly sent: readonly Sent[]; readonly ledger: LedgerState }> {
	const { clients } = place;
	const router = await routerOf(clients.events, deployed.routes);
	const sent: Sent[] = [];
	let waiting: DemoEvent[] = [];
	for (const event of events) {
		waiting.push(event);
		const due = steps.filter(({ after }) => after === event.file);
		if (due.length === 0) continue;
		sent.push(...(await send(waiting, router, clients)));
		waiting = [];
		await quiet(deployed, clients, stopped);
		for (const { change } of due) await apply(place, change);
	}
	sent.push(...(await send(waiting, router, clients)));
	return { sent, ledger: await quiet(deployed, clients, stopped) };
}
