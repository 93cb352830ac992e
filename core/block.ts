import type { Control } from "./control.ts";
import { globMatches } from "./glob.ts";
import { isBlocking } from "./judge.ts";
import type { BlockAction, BlockRecord } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import { type Gap, gapsOf, type Verdict } from "./verdict.ts";

/** What to do about a newly registered revision; `because`: ids of the blocking controls that fail. */
export type BlockDecision =
	| { readonly kind: "none" }
	| {
			readonly kind: "report";
			readonly because: readonly string[];
			readonly outcome: "would-have" | "protected";
			readonly reason: string;
	  }
	| { readonly kind: "block"; readonly because: readonly string[] };

const settingOf = { unscanned: "onUnscanned", unknown: "onUnknown" } as const satisfies Record<
	Gap,
	keyof Policy["block"]
>;

/** Only verdicts on this revision, under its own policy (`policyFor`), can block it; those with gaps only if the policy says so. */
export function decideBlock(
	controls: readonly Control[],
	family: string,
	verdicts: readonly Verdict[],
	policy: Policy,
	action: BlockAction,
): BlockDecision {
	if (!policy.block[action]) return { kind: "none" };
	const reasons = verdicts.filter((verdict) => isReasonToBlock(controls, verdict, policy));
	const because = [...new Set(reasons.map((verdict) => verdict.control))].sort();
	if (because.length === 0) return { kind: "none" };
	if (isProtected(family, policy)) {
		return { kind: "report", because, outcome: "protected", reason: "the policy protects this family" };
	}
	if (policy.mode === "audit") {
		return { kind: "report", because, outcome: "would-have", reason: "the policy's mode is audit" };
	}
	return { kind: "block", because };
}

export const isProtected = (family: string, { block }: Policy): boolean =>
	block.protected.some((pattern) => globMatches(pattern, family));

/** Whether a verdict on a revision is a reason to block it under its own policy. */
export function isReasonToBlock(controls: readonly Control[], verdict: Verdict, policy: Policy): boolean {
	const control = controls.find((candidate) => candidate.id === verdict.control);
	if (control === undefined || !isBlocking(control, verdict, policy)) return false;
	if (verdict.status !== "fail" && verdict.status !== "unknown") return false;
	const gaps = gapsOf(verdict);
	return gaps.length === 0 || gaps.some((gap) => policy.block[settingOf[gap]] === "block");
}

/**
 * The blocked revision whose findings must stay open. Deregistering revision 8 makes 7 the newest active revision, and a
 * verdict on 7 says nothing about 8. The block ends when a later revision becomes active or after the policy's `keepFor` days.
 */
export function findActiveBlock(
	blocks: readonly BlockRecord[],
	newestActive: number | null,
	now: string,
	policy: Policy,
): BlockRecord | null {
	const latest = blocks
		.filter(({ action, outcome, over }) => action === "deregister" && outcome === "done" && over !== true)
		.reduce<BlockRecord | null>(
			(best, block) => (best === null || block.revision > best.revision ? block : best),
			null,
		);
	if (latest === null || (newestActive !== null && newestActive > latest.revision)) return null;
	const ends = Date.parse(latest.at) + policy.block.keepFor * 86_400_000;
	return Date.parse(now) < ends ? latest : null;
}

/** A revision that an event reports as registered; it may be blocked. */
export interface BlockCandidate {
	readonly revision: number;
	/** ISO 8601; after it the registration is old, and the revision is judged but no longer blocked. */
	readonly until: string;
}

/** Written before a revision is deregistered and cleared once the outcome is in the ledger, so that a crash in between loses nothing. */
export interface BlockIntent {
	readonly revision: number;
	readonly resource: string;
	readonly because: readonly string[];
	readonly at: string;
}
