import { type BlockRecord, type LedgerEntry, type RecordedVerdict, settledStatusOf } from "./ledger.ts";
import type { Status } from "./verdict.ts";

/** What became of one control on one subject between two states of the ledger. */
export interface ControlChange {
	readonly control: string;
	/**
	 * `opened`: fails now; `changed`: failed and still does, with another text or severity; `closed`: failed and no longer
	 * does; `unseen`: could not be judged.
	 */
	readonly kind: "opened" | "changed" | "closed" | "unseen" | "waived";
	readonly before: RecordedVerdict | null;
	/** Null when the subject is gone or the control is off now. */
	readonly after: RecordedVerdict | null;
}

export interface Changes {
	readonly entry: LedgerEntry;
	readonly controls: readonly ControlChange[];
	/** Attempts to block that are new or ended differently. */
	readonly blocks: readonly BlockRecord[];
}

/** Old and new image of a subject's entry, side by side: exactly what has to be told. Nothing that did not change is. */
export function changesBetween(before: LedgerEntry | null, after: LedgerEntry): Changes {
	const ids = new Set([...Object.keys(before?.controls ?? {}), ...Object.keys(after.controls)]);
	const controls = [...ids].sort().flatMap((control) => {
		const change = changeOf(before?.controls[control] ?? null, after.controls[control] ?? null);
		return change === null ? [] : [{ control, ...change }];
	});
	const known = new Set((before?.blocks ?? []).map(blockKey));
	return { entry: after, controls, blocks: after.blocks.filter((block) => !known.has(blockKey(block))) };
}

export const isEmpty = (changes: Changes): boolean => changes.controls.length === 0 && changes.blocks.length === 0;

/** Nobody was told of such a status and nobody needs to be. */
const isQuiet = (status: Status | undefined): boolean =>
	status === undefined || status === "pass" || status === "not-applicable";

function changeOf(
	before: RecordedVerdict | null,
	after: RecordedVerdict | null,
): Omit<ControlChange, "control"> | null {
	// A scan on its way neither opens nor closes anything: what was said before stands until the answer is there.
	if (after?.pending) return null;
	const told = before === null ? undefined : settledStatusOf(before);
	if (after === null || isQuiet(after.status)) return isQuiet(told) ? null : { kind: "closed", before, after };
	if (before !== null && sameText(before, after)) return null;
	return { kind: kindOf(told, after.status), before, after };
}

function kindOf(told: Status | undefined, now: Status): ControlChange["kind"] {
	if (now === "fail") return told === "fail" ? "changed" : "opened";
	return now === "waived" ? "waived" : "unseen";
}

/** What is told is the same. Keys are compared in order: DynamoDB keeps none, and the two states come from there. */
function sameText(before: RecordedVerdict, after: RecordedVerdict): boolean {
	const tellable = ({ since, firstFailed, ...rest }: RecordedVerdict) => JSON.stringify(rest, inOneOrder);
	return tellable(before) === tellable(after);
}

/** The table does not promise to give the keys of a map back in the order in which they were written. */
function inOneOrder(_key: string, value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const blockKey = (block: BlockRecord): string =>
	JSON.stringify([block.resource, block.action, block.outcome, block.reason]);
