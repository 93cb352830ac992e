import type { GatedSubject } from "../operations/gate.ts";
import type { LocatedVerdict } from "./check-result.ts";
import type { LoadedPolicy } from "./policy-file.ts";

/** What the gate is asked about and its answer, with the location of each verdict. */
export interface GatedTarget extends Omit<GatedSubject, "verdicts"> {
	/** Whether its verdicts have locations in a file. */
	readonly isFile: boolean;
	readonly verdicts: readonly (LocatedVerdict & Pick<GatedSubject["verdicts"][number], "isUnanswered">)[];
}

/** The answers of a run. */
export interface GateResult {
	readonly policy: LoadedPolicy;
	/** `no-answer`: nothing blocks, but something could not be read. `off`: the policy turns the gate off, and nothing was read. */
	readonly decision: "blocked" | "not-blocked" | "no-answer" | "off";
	/** In the order of the command line. */
	readonly targets: readonly GatedTarget[];
	readonly waitedSeconds: number;
}

/** Whether it has no whole answer. What could not be read makes no difference to what nothing blocks. */
export const isUnread = ({ unread, isExempt }: GatedTarget): boolean => unread !== null && !isExempt;

/**
 * 2: something could not be read, so there is no whole answer. 1: blocked. 3: `strict` is set, and a control that could block has no answer,
 * or the policy turns the gate off. 0: otherwise.
 */
export function gateStatusOf({ decision, targets }: GateResult, strict: boolean): number {
	if (targets.some(isUnread)) return 2;
	if (decision === "blocked") return 1;
	const isUnanswered = targets.some(({ verdicts }) => verdicts.some((verdict) => verdict.isUnanswered));
	const isOff = decision === "off" || targets.some((target) => target.decision === "off");
	return strict && (isUnanswered || isOff) ? 3 : 0;
}

/** `sha256:…` of an image; the name of anything else. */
export const digestOf = ({ kind, images }: GatedTarget): string | null =>
	kind === "image" ? (images[0]?.digest ?? null) : null;
