import { waitUntilQuiet } from "./deployments.ts";
import type { DemoEvent } from "./events.ts";
import { forgetImagesInUse, type LedgerState } from "./ledger.ts";
import type { LocalDeployment } from "./local-deployment.ts";
import { createRouter } from "./routing.ts";
import { applyChange } from "./seed.ts";
import { type SentEvent, sendEvents } from "./send.ts";

/** What the delivery of events needs of a deployment. */
type Target = Pick<LocalDeployment, "account" | "aws" | "doubles" | "deployed" | "signal">;

/**
 * Sends every event in order. Where the description has a step after an event, waits until the pipeline is idle, then changes
 * the account, then continues. Returns when the pipeline is idle after the last event.
 */
export async function deliver(
	events: readonly DemoEvent[],
	{ account: { steps }, aws: { clients }, doubles, deployed, signal }: Target,
): Promise<{ readonly sent: readonly SentEvent[]; readonly ledger: LedgerState }> {
	const { deployments } = doubles.ecs;
	const router = await createRouter(clients.events, deployed.routes, deployed.workerRules);
	const sent: SentEvent[] = [];
	let pending: DemoEvent[] = [];
	for (const event of events) {
		pending.push(event);
		const due = steps.filter(({ after }) => after === event.file);
		if (due.length === 0) continue;
		sent.push(...(await sendEvents(pending, router, clients)));
		pending = [];
		await waitUntilQuiet(deployments, deployed, clients, signal);
		const { outputs } = deployed;
		for (const { change } of due) await applyChange({ ...doubles, clients, outputs }, change);
		await deployments.settled();
		await forgetImagesInUse(clients.dynamodb, deployed.ledgerTable);
	}
	sent.push(...(await sendEvents(pending, router, clients)));
	return { sent, ledger: await waitUntilQuiet(deployments, deployed, clients, signal) };
}
