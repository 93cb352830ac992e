import { setTimeout as pause } from "node:timers/promises";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { sweepKey } from "../adapters/dynamodb/items.ts";
import { createSweepState } from "../adapters/dynamodb/sweep-state.ts";
import type { LedgerState } from "./ledger.ts";
import type { LocalDeployment } from "./local-deployment.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

const pollMs = 200;

type Target = Pick<LocalDeployment, "account" | "aws" | "deployed" | "signal">;

/**
 * Lets the schedule's event arrive, which starts a sweep if one is due, and waits until the pipeline is idle. The event goes to the
 * queue as the rule sends it: PutEvents does not accept AWS's own source, and the schedule's next turn is up to an hour away.
 */
export async function sweep({
	account: { account, region },
	aws: { clients },
	deployed,
	signal,
}: Target): Promise<LedgerState> {
	const isFirst = (await createSweepState(clients.dynamodb, deployed.ledgerTable).last()) === null;
	const QueueUrl = deployed.workers.find(({ name }) => name === "Sweep")?.queue;
	const time = new Date().toISOString();
	const event = { id: "1", account, region, time, resources: [], detail: {} };
	const MessageBody = JSON.stringify({ ...event, source: "aws.events", "detail-type": "Scheduled Event" });
	await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
	let ledger = await waitUntilIdle(deployed, clients, signal);
	// Slack gets the report of the first sweep, which is not an entry of the ledger.
	while (isFirst && ledger.handled(sweepKey, "slack") === null) {
		await pause(pollMs, undefined, { signal });
		ledger = await waitUntilIdle(deployed, clients, signal);
	}
	return ledger;
}

/** Makes a sweep due, as a day later. */
export async function makeSweepDue({ aws: { clients }, deployed }: Target): Promise<void> {
	const state = createSweepState(clients.dynamodb, deployed.ledgerTable);
	const last = await state.last();
	if (last !== null) await state.finish({ ...last, rules: "older" }, false);
}
