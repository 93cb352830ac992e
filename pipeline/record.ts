import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import { mergeBlocks } from "../core/block-record.ts";
import { TryLaterError } from "../core/errors.ts";
import { type Check, entryAfter, type LedgerEntry } from "../core/ledger.ts";
import { withNotified } from "../domain/notifications/notified.ts";
import type { Rules } from "./rules.ts";

export interface RecordPorts {
	readonly rules: Pick<Rules, "policy">;
	readonly ledger: Pick<Ledger, "write">;
	/** Waits for a random time that grows with the number of conflicts, so that concurrent writers do not meet again. */
	readonly backOff: (conflicts: number) => Promise<void>;
}

const maxConflicts = 12;

interface Recorded {
	readonly entry: LedgerEntry;
	/** False if another check read AWS later. */
	readonly isLatest: boolean;
}

/**
 * Writes the result of a check. If a later reading of AWS is already recorded, its verdicts are kept and only the blocks
 * are added.
 */
export async function record(observe: Check, before: LedgerEntry | null, ports: RecordPorts): Promise<Recorded> {
	let previous = before;
	for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
		if (conflicts > 0) await ports.backOff(conflicts);
		const isLatest = previous === null || previous.readAt < observe.readAt;
		if (previous !== null && !isLatest && observe.blocks.length === 0) return { entry: previous, isLatest };
		const next = isLatest ? entryAfter(previous, observe) : addBlocks(previous as LedgerEntry, observe);
		const entry = withNotified(previous, next, ports.rules.policy.slack);
		const result = await ports.ledger.write(entry, previous?.readAt ?? null);
		if (result.kind === "written") return { entry, isLatest };
		previous = result.stored;
	}
	throw new TryLaterError("the ledger entry kept changing");
}

/** An entry has to be later than the one that it replaces; by no more, because its verdicts are still those of that reading. */
function addBlocks(stored: LedgerEntry, { blocks }: Check): LedgerEntry {
	const { quiet, ...rest } = stored;
	return { ...rest, blocks: mergeBlocks(stored.blocks, blocks), readAt: justAfter(stored) };
}

/** AWS is read after the recorded entry was written, so this reading is later, even if the clock of this machine says otherwise. */
export function readingTime(now: string, recorded: LedgerEntry | null): string {
	if (recorded === null || recorded.readAt < now) return now;
	return justAfter(recorded);
}

export const justAfter = ({ readAt }: LedgerEntry): string => new Date(Date.parse(readAt) + 1).toISOString();
