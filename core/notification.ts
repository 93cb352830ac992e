import type { Changes, ControlChange } from "./changes.ts";
import type { RecordedVerdict } from "./ledger.ts";
import { compareSeverity, type Severity } from "./verdict.ts";

/** A change of one control that people are told about, and how bad it is or was. */
export interface ToldChange {
	readonly control: string;
	/** `blocking`: nothing about it changed, but it is why a deploy was stopped. */
	readonly kind: "failing" | "changed" | "blocking" | "unseen" | "closed";
	readonly severity: Severity;
	readonly before: RecordedVerdict | null;
	readonly after: RecordedVerdict | null;
}

const order: readonly ToldChange["kind"][] = ["failing", "blocking", "changed", "unseen", "closed"];

/**
 * What of a change set is worth a message, worst first. Below the minimum severity nothing is told, except why something
 * was blocked; a waiver is not told at all; what could not be looked at is told once, not again in other words.
 */
export function toldChanges({ entry, controls, blocks }: Changes, minimum: Severity): ToldChange[] {
	const because = new Set(blocks.flatMap((block) => block.because));
	const told = controls.flatMap((change) =>
		toldChange(change, because.has(change.control) ? "INFORMATIONAL" : minimum),
	);
	const judged = new Set(
		blocks.filter(({ revision }) => String(revision) === entry.about["revision"]).flatMap((block) => block.because),
	);
	const unchanged = [...judged].flatMap((control): ToldChange[] => {
		const after = entry.controls[control];
		if (after === undefined || told.some((change) => change.control === control)) return [];
		return [{ control, kind: "blocking", severity: after.severity, before: null, after }];
	});
	return [...told, ...unchanged].sort(
		(a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compareSeverity(a.severity, b.severity),
	);
}

function toldChange({ control, kind, before, after }: ControlChange, minimum: Severity): ToldChange[] {
	const told = (as: ToldChange["kind"], severity: Severity): ToldChange[] =>
		compareSeverity(severity, minimum) <= 0 ? [{ control, kind: as, severity, before, after }] : [];
	switch (kind) {
		case "waived":
			return [];
		case "unseen":
			return after === null || wasUnseen(before) ? [] : told("unseen", after.severity);
		case "opened":
			return after === null ? [] : told("failing", after.severity);
		case "changed":
			return after === null ? [] : told("changed", worstOf(before, after));
		case "closed":
			return hadFailed(before) ? told("closed", before.severity) : [];
	}
}

/** A failure that got milder than the minimum was told before: that it changed is told too. */
const worstOf = (before: RecordedVerdict | null, after: RecordedVerdict): Severity =>
	before !== null && compareSeverity(before.severity, after.severity) < 0 ? before.severity : after.severity;

const wasUnseen = (before: RecordedVerdict | null): boolean => before?.status === "unknown" && !before.pending;

/** Failing, or out of sight since it failed. */
const hadFailed = (before: RecordedVerdict | null): before is RecordedVerdict =>
	before?.status === "fail" || (before?.status === "unknown" && before.firstFailed !== null);
