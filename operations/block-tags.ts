import type { OperatorClients } from "../adapters/clients/operator.ts";
import { type Clock, createPace, systemClock } from "../adapters/clients/pace.ts";
import { createSweptEntries } from "../adapters/dynamodb/swept-entries.ts";
import { removeTag } from "../adapters/ecs/untag.ts";
import { explainFailure, FailedCallError } from "../adapters/explain-failure.ts";
import { blockTag } from "../domain/blocks/block-tag.ts";
import type { Installation } from "./installation.ts";

export interface RemovedTags {
	/** Number of revisions that have no tag of Shipshape any more. */
	readonly untagged: number;
	/** Which tags may still be there, and why. */
	readonly failed: readonly string[];
}

/** Much less than ECS grants for changes of tags, and a ledger knows at most 20 revisions of a family. */
const changesPerSecond = 2;

/** Removes the tag that says that a revision is blocked, from all revisions that the ledger knows to have been tagged. */
export async function removeBlockTags(
	clients: OperatorClients,
	{ ledgerTable }: Installation,
	clock: Clock = systemClock,
): Promise<RemovedTags> {
	const failed: string[] = [];
	let untagged = 0;
	const nextTurn = createPace(changesPerSecond, clock);
	try {
		for await (const revision of taggedRevisions(clients, ledgerTable)) {
			await nextTurn();
			const reason = await reasonOf(removeTag(clients.ecs, revision, blockTag));
			if (reason === null) untagged++;
			else failed.push(`${revision} still has the tag ${blockTag}: ${reason}`);
		}
	} catch (error) {
		if (!(error instanceof FailedCallError)) throw error;
		failed.push(`revisions with the tag ${blockTag} could not all be found: ${error.message}`);
	}
	return { untagged, failed };
}

/** ARNs of the revisions that were tagged. Throws FailedCallError. */
async function* taggedRevisions({ dynamodb }: OperatorClients, table: string): AsyncGenerator<string> {
	const entries = createSweptEntries(dynamodb, table);
	let token: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof entries.page>> = await explainFailure("dynamodb:Scan", entries.page(token));
		for (const { blocks } of page.items) {
			for (const { action, outcome, resource } of blocks) if (action === "tag" && outcome === "done") yield resource;
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
