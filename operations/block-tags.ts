import type { OperatorClients } from "../adapters/clients/operator.ts";
import { type Clock, createPace, systemClock } from "../adapters/clients/pace.ts";
import { createSweptEntries } from "../adapters/dynamodb/swept-entries.ts";
import { removeTag } from "../adapters/ecs/untag.ts";
import { explainFailure, FailedCallError } from "../adapters/explain-failure.ts";
import { isTagged, maxTagged } from "../core/block-record.ts";
import { nameOf, type Subject } from "../core/subject.ts";
import { blockTag } from "../domain/blocks/block-tag.ts";
import type { Installation } from "./installation.ts";

export interface RemovedTags {
	/** Number of revisions that have no tag of Shipshape any more. */
	readonly untagged: number;
	/** Which tags may still be there, and why. */
	readonly failed: readonly string[];
}

/** Much less than ECS grants for changes of tags. */
const changesPerSecond = 2;

/** Removes the tag that says that a revision is blocked, from all revisions that may have been tagged, by the ledger. */
export async function removeBlockTags(
	clients: OperatorClients,
	{ ledgerTable }: Installation,
	clock: Clock = systemClock,
): Promise<RemovedTags> {
	const failed: string[] = [];
	let untagged = 0;
	const nextTurn = createPace(changesPerSecond, clock);
	try {
		for await (const { subject, revisions } of taggedRevisions(clients, ledgerTable)) {
			for (const revision of revisions) {
				await nextTurn();
				const reason = await reasonOf(removeTag(clients.ecs, revision, blockTag));
				if (reason === null) untagged++;
				else failed.push(`${revision} still has the tag ${blockTag}: ${reason}`);
			}
			if (revisions.length >= maxTagged) failed.push(olderOnes(subject));
		}
	} catch (error) {
		if (!(error instanceof FailedCallError)) throw error;
		failed.push(`revisions with the tag ${blockTag} could not all be found: ${error.message}`);
	}
	return { untagged, failed };
}

const olderOnes = (family: Subject): string =>
	`more than ${maxTagged} revisions of ${nameOf(family)} may have had the tag ${blockTag}, and older ones are not recorded; find them with ` +
	`aws resourcegroupstaggingapi get-resources --resource-type-filters ecs:task-definition --tag-filters Key=${blockTag}`;

interface TaggedFamily {
	readonly subject: Subject;
	/** ARNs of those that may have the tag. */
	readonly revisions: readonly string[];
}

/** Throws FailedCallError. */
async function* taggedRevisions({ dynamodb }: OperatorClients, table: string): AsyncGenerator<TaggedFamily> {
	const entries = createSweptEntries(dynamodb, table);
	let token: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof entries.page>> = await explainFailure("dynamodb:Scan", entries.page(token));
		for (const { subject, blocks } of page.items) {
			const revisions = blocks.filter(isTagged).map(({ resource }) => resource);
			if (revisions.length > 0) yield { subject, revisions };
		}
		token = page.next;
	} while (token !== null);
}

async function reasonOf(change: Promise<void>): Promise<string | null> {
	try {
		await change;
		return null;
	} catch (error) {
		if (error instanceof FailedCallError) return error.message;
		throw error;
	}
}
