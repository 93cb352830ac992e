import type { BlockRecord } from "../../core/block-record.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { outcomeOf, targetOf } from "../../domain/blocks/words.ts";

/**
 * The last attempt to block the entry's revision because of this control; undefined when there was none. A revision that does not fail
 * any more has no tag.
 */
export function findBlockForControl(control: string, entry: LedgerEntry): BlockRecord | undefined {
	const { status } = entry.controls[control] ?? {};
	return entry.blocks.findLast(
		({ action, outcome, revision, because }) =>
			String(revision) === entry.about["revision"] &&
			because.includes(control) &&
			(action !== "tag" || outcome !== "done" || status === "fail" || status === "unknown"),
	);
}

/**
 * The outcome of an attempt to block a deployment; a failed attempt is never described as a block. The reason of a block is what the
 * finding says already, unless it is a person's.
 */
export function blockSentence(block: BlockRecord, entry: LedgerEntry): string {
	const sentence = `${targetOf(block)} ${outcomeOf(block)}`;
	if (block.refused) return `${sentence}; ${block.reason}`;
	switch (block.outcome) {
		case "done":
			return block.action === "deregister" ? `${sentence}${stillActive(activeRevisionOf(entry))}` : sentence;
		case "would-have":
		case "gone":
			return sentence;
		default:
			return `${sentence}; ${block.reason ?? (block.outcome === "protected" ? "the policy protects it" : "no reason was given")}`;
	}
}

function stillActive(revision: string | undefined): string {
	if (revision === undefined) return "";
	return revision === "none" ? "; no revision is active" : `; ${revision} is active`;
}

/**
 * The family's newest active revision, `none` if it has none, undefined if that is unknown. ECS may still list a revision as
 * active when it has just been deregistered (its reads are eventually consistent), and such a revision never becomes active again.
 */
export function activeRevisionOf({ about, blocks }: LedgerEntry): string | undefined {
	const revision = about["activeRevision"];
	const isDeregistered = blocks.some(
		(block) => block.action === "deregister" && block.outcome === "done" && String(block.revision) === revision,
	);
	return isDeregistered ? undefined : revision;
}
