import type { BlockRecord, LedgerEntry } from "../../core/ledger.ts";

/** The last attempt to stop the revision that the entry is about, because of this control; undefined when there was none. */
export function blockBecauseOf(control: string, entry: LedgerEntry): BlockRecord | undefined {
	return entry.blocks.findLast(
		(block) => String(block.revision) === entry.about["revision"] && block.because.includes(control),
	);
}

/** What became of an attempt to stop a deploy, in words that never call a failed block a block. */
export function blockSentence(block: BlockRecord, activeRevision: string | undefined): string {
	const revision = `revision ${block.revision}`;
	switch (block.outcome) {
		case "done":
			return `${revision} was blocked (deregistered); ${stillActive(activeRevision)}`;
		case "would-have":
			return `${revision} would have been blocked (audit mode)`;
		case "failed":
			return `${revision} was not stopped, block failed: ${block.reason ?? "no reason was given"}`;
		case "gone":
			return `${revision} was gone before it could be deregistered`;
		case "protected":
			return `${revision} was left alone: ${block.reason ?? "its family is protected"}`;
	}
}

function stillActive(revision: string | undefined): string {
	return revision === undefined || revision === "none" ? "no revision is active" : `${revision} is active`;
}
