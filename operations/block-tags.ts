import type { OperatorClients } from "../adapters/clients/operator.ts";
import { type Clock, createPace, systemClock } from "../adapters/clients/pace.ts";
import { removeTag } from "../adapters/ecs/untag.ts";
import { findTaggedRevisions } from "../adapters/tagging/find-tagged.ts";
import { blockTag } from "../domain/blocks/block-tag.ts";
import type { Installation } from "./installation.ts";
import { orReason } from "./or-reason.ts";
import { awsCommand } from "./shell-command.ts";

/** What was found in the account and Region. */
export interface TaggedRevisions {
	/** ARNs. */
	readonly revisions: readonly string[];
	/** That there may be others, and why; null if these are all. */
	readonly unread: string | null;
}

export interface RemovedTags {
	/** Number of revisions that have no tag of Shipshape any more. */
	readonly untagged: number;
	/** Which tags may still be there, why, and what to do. */
	readonly failed: readonly string[];
}

/** Much less than ECS grants for changes of tags. */
const changesPerSecond = 2;

/**
 * Removes the tag that says that a revision is blocked, from every revision in the account and Region that AWS says has it. One that fails
 * does not keep the others from it.
 */
export async function removeBlockTags(
	clients: OperatorClients,
	{ region }: Installation,
	clock: Clock = systemClock,
): Promise<RemovedTags> {
	const { revisions, unread } = await findBlockTags(clients);
	const nextTurn = createPace(changesPerSecond, clock);
	const failed = unread === null ? [] : [`${unread}; run uninstall again with the permission tag:GetResources`];
	let untagged = 0;
	for (const revision of revisions) {
		await nextTurn();
		const reason = await orReason(removeTag(clients.ecs, revision, blockTag));
		if (typeof reason === "string") failed.push(notRemoved(revision, reason, region));
		else untagged++;
	}
	return { untagged, failed };
}

/**
 * Finds every revision in the account and Region that has the tag, whether this installation set it or not. All pages are read before a tag
 * is removed: a page token would expire meanwhile.
 */
export async function findBlockTags({ tagging }: OperatorClients): Promise<TaggedRevisions> {
	const found = new Set<string>();
	const take = (arns: readonly string[]): void => {
		for (const arn of arns) found.add(arn);
	};
	const reason = await orReason(findTaggedRevisions(tagging, blockTag, take));
	const unread = `cannot tell which other revisions have the tag ${blockTag}: ${reason}`;
	return { revisions: [...found], unread: typeof reason === "string" ? unread : null };
}

const notRemoved = (revision: string, reason: string, region: string): string =>
	`the tag ${blockTag} of ${revision} could not be removed: ${reason}; run uninstall again, or remove it with ` +
	awsCommand(region, "ecs", "untag-resource", "--resource-arn", revision, "--tag-keys", blockTag);
