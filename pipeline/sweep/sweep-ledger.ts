import type { LedgerState } from "../../adapters/dynamodb/ledger.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { kindOfMissedEvent, type WatchedKind } from "../arrivals.ts";
import type { BatchPorts } from "../batch.ts";

type Ledger = BatchPorts["ledger"];

/** The ledger as the checks of a sweep use it. */
export interface SweepLedger {
	readonly ledger: Ledger;
	/** ARNs of families that have a block to decide about, to record or to end, which only their route does. */
	readonly undecided: ReadonlySet<string>;
	/** Gives the state of a subject that was read before its check, which uses it once instead of reading it again. */
	readonly remember: (arn: string, state: LedgerState) => void;
}

interface SweepKind {
	readonly isFirst: boolean;
	/** Called before an entry is written that an event of the kind should have led to. */
	readonly missed: (kind: WatchedKind, arn: string) => Promise<void>;
}

/**
 * The ledger for the checks of one batch of a sweep, which decide about no block. What the first sweep finds is written as quiet,
 * unless an event has had the subject checked before.
 */
export function sweepLedger(ledger: Ledger, { isFirst, missed }: SweepKind): SweepLedger {
	const known = new Map<string, LedgerEntry | null>();
	const undecided = new Set<string>();
	const remembered = new Map<string, LedgerState>();
	const own: Ledger = {
		read: async (arn) => {
			const { entry, intents, candidates } = remembered.get(arn) ?? (await ledger.read(arn));
			remembered.delete(arn);
			known.set(arn, entry);
			if (intents.length > 0 || candidates.length > 0 || mayBeTagged(entry)) undecided.add(arn);
			return { entry, intents: [], candidates: [] };
		},
		write: async (entry, previousReadAt) => {
			const before = known.get(entry.arn) ?? null;
			const kind = kindOfMissedEvent(before, entry);
			if (kind !== null) await missed(kind, entry.arn);
			const isQuiet = isFirst && (before === null || before.quiet === true);
			const result = await ledger.write(isQuiet ? { ...entry, quiet: true } : entry, previousReadAt);
			if (result.kind === "conflict") known.set(entry.arn, result.stored);
			return result;
		},
		users: (...of) => ledger.users(...of),
		clearIntent: (...of) => ledger.clearIntent(...of),
		recordCandidate: (...of) => ledger.recordCandidate(...of),
		clearCandidate: (...of) => ledger.clearCandidate(...of),
		link: (...of) => ledger.link(...of),
	};
	return { ledger: own, undecided, remember: (arn, state) => void remembered.set(arn, state) };
}

/** Whether the newest revision of a family was tagged: its route removes the tag if it passes now. */
const mayBeTagged = (entry: LedgerEntry | null): boolean =>
	entry?.blocks.some(({ action, outcome, over }) => action === "tag" && outcome === "done" && over !== true) === true;
