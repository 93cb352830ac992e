import type { BlockRecord, LedgerEntry } from "../../core/ledger.ts";

/** The last attempt to block the entry's revision because of this control; undefined when there was none. */
export function findBlockForControl(control: string, entry: LedgerEntry): BlockRecord | undefined {
	return entry.blocks.findLast(
		(block) => String(block.revision) === entry.about["revision"] && block.because.includes(control),
	);
}

/** The outcome of an attempt to block a deployment; a failed attempt is never described as a block. */
export function blockSentence(block: BlockRecord, activeRevision: string | undefined): string {
	const revision = `revision ${block.revision}`;
	switch (block.outcome) {
		case "done":
			return `${revision} was blocked (deregistered); ${stillActive(activeRevision)}`;
		case "would-have":
			return `${revision} would have been blocked (audit mode)`;
		case "failed":
			return `${revision} could not be blocked: ${block.reason ?? "no reason was given"}`;
		case "gone":
			return `${revision} became inactive before it could be deregistered`;
		case "protected":
			return `${revision} was not blocked: ${block.reason ?? "its family is protected"}`;
	}
}

function stillActive(revision: string | undefined): string {
	return revision === undefined || revision === "none" ? "no revision is active" : `${revision} is active`;
}
