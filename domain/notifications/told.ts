import type { BlockRecord } from "../../core/block-record.ts";
import { type LedgerEntry, openFailureOf, type RecordedVerdict, settledStatusOf } from "../../core/ledger.ts";
import type { Severity, Status } from "../../core/verdict.ts";
import { controlsIn, type Notification } from "./notification.ts";
import { type PresentState, presentStateOf } from "./present-state.ts";

/** What a message told about a subject: enough to see later whether it is still true. */
export interface Told {
	/** Of the subject. */
	readonly arn: string;
	/** Of the entry: when AWS was read, ISO 8601. */
	readonly readAt: string;
	/** The controls that it was about. */
	readonly controls: readonly ToldControl[];
	/** Attempts to block, with their outcomes. */
	readonly blocks: readonly Pick<BlockRecord, "action" | "resource" | "outcome">[];
}

interface ToldControl extends Standing {
	readonly control: string;
	/** The message told that a failure is over, or is not reported any more. */
	readonly isEnd: boolean;
}

/** Null without a verdict, and the severity also without a failure. */
interface Standing {
	readonly status: Status | null;
	readonly severity: Severity | null;
}

export function toldIn(notification: Notification): Told {
	const { entry, changes, blocks } = notification;
	const ends = changes.filter(({ kind }) => kind === "closed" || kind === "milder").map(({ control }) => control);
	return {
		arn: entry.arn,
		readAt: entry.readAt,
		controls: controlsIn(notification).map((control) => ({
			control,
			isEnd: ends.includes(control),
			...standingOf(entry.controls[control] ?? null),
		})),
		blocks: blocks.map(({ action, resource, outcome }) => ({ action, resource, outcome })),
	};
}

/**
 * What there is to say later, from the subject's entry in the ledger then. `same`: it stands as was told; `changed`: with how it
 * stands now; `over`: nothing, because all that was told to have begun has ended, and no deployment was concerned.
 */
export function laterOf(
	told: Told,
	entry: LedgerEntry,
): { readonly kind: "same" } | { readonly kind: "over" } | { readonly kind: "changed"; readonly state: PresentState } {
	const { controls, blocks } = told;
	const isSame = controls.every(({ control, status, severity }) => {
		const now = standingOf(entry.controls[control] ?? null);
		return now.status === status && now.severity === severity;
	});
	if (isSame && blocks.every((block) => entry.blocks.some((one) => isStill(block, one)))) return { kind: "same" };
	const reported = controls.map(({ control }) => control);
	const state = presentStateOf(entry, reported, "INFORMATIONAL");
	const isOver = state.checks.every(({ state: one }) => ended.includes(one));
	if (blocks.length === 0 && isOver && !controls.some(({ isEnd }) => isEnd)) return { kind: "over" };
	return { kind: "changed", state };
}

const ended: readonly PresentState["checks"][number]["state"][] = ["fixed", "waived", "not-applicable", "unchecked"];

const standingOf = (verdict: RecordedVerdict | null): Standing => ({
	status: verdict === null ? null : (settledStatusOf(verdict) ?? null),
	severity: openFailureOf(verdict)?.severity ?? null,
});

const isStill = (told: Told["blocks"][number], { action, resource, outcome, over }: BlockRecord): boolean =>
	action === told.action && resource === told.resource && outcome === told.outcome && over !== true;
