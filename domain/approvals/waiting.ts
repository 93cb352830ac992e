import type { BlockRecord } from "../../core/block-record.ts";
import { fieldsIn, textIn } from "../../core/json.ts";
import type { LedgerEntry } from "../../core/ledger.ts";

/** Which deployment a message asks about. It comes back from outside, so it only says where to look in the ledger. */
export interface WaitingKey {
	/** ARN of the subject in whose entry it is recorded that the deployment waits. */
	readonly entry: string;
	/** ARN of the service deployment. */
	readonly deployment: string;
	/** The id of the PAUSE hook. */
	readonly hook: string;
}

/** What a person has decided about a deployment that waits. */
export const answers = ["approve", "refuse"] as const;
export type AnswerKind = (typeof answers)[number];

/** Of a deployment that was left to a person; null for anything else. */
export const waitingKeyOf = (
	{ waitsIn, outcome }: Pick<BlockRecord, "waitsIn" | "outcome">,
	{ arn: entry }: Pick<LedgerEntry, "arn">,
): WaitingKey | null => {
	if (waitsIn === undefined || outcome !== "not-possible") return null;
	return { entry, deployment: waitsIn.deployment, hook: waitsIn.hook };
};

/** Milliseconds after which ECS has ended the longest wait (ECS API reference, `timeoutInMinutes`: at most 20,160). */
const maxWaitMs = 20_160 * 60_000;

/** Whether a deployment is still left to a person, as far as the entry of its subject says. */
export function isWaiting(block: BlockRecord, entry: Pick<LedgerEntry, "arn" | "readAt">): boolean {
	const until = block.waitsIn?.until ?? new Date(Date.parse(block.at) + maxWaitMs).toISOString();
	return waitingKeyOf(block, entry) !== null && Date.parse(entry.readAt) < Date.parse(until);
}

/** The record that the key is about, if the deployment is still left to a person. */
export const waitingRecord = ({ blocks }: Pick<LedgerEntry, "blocks">, key: WaitingKey): BlockRecord | null =>
	blocks.find(
		({ waitsIn, outcome }) =>
			outcome === "not-possible" && waitsIn?.deployment === key.deployment && waitsIn.hook === key.hook,
	) ?? null;

/** The key in JSON from outside; null if it is none. */
export function waitingKeyIn(value: unknown): WaitingKey | null {
	const fields = fieldsIn(value);
	const [entry, deployment, hook] = ["entry", "deployment", "hook"].map((key) => textIn(fields[key]));
	return entry && deployment && hook ? { entry, deployment, hook } : null;
}

/** The names in the ARN of a service deployment (Amazon ECS, `service-deployment/CLUSTER/SERVICE/ID`); null for another ARN. */
export function serviceOfDeployment(arn: string): { readonly cluster: string; readonly service: string } | null {
	const [, cluster, service] =
		/^arn:[\w-]+:ecs:[\w-]+:\d{12}:service-deployment\/([\w-]+)\/([\w-]+)\/[\w-]+$/.exec(arn) ?? [];
	return cluster === undefined || service === undefined ? null : { cluster, service };
}
