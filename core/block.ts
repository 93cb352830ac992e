import type { Control } from "./control.ts";
import { globMatches } from "./glob.ts";
import { isBlocking } from "./judge.ts";
import type { BlockRecord } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import type { Verdict } from "./verdict.ts";

/** What to do about a newly registered revision. */
export type BlockDecision =
	| { readonly kind: "leave" }
	| {
			readonly kind: "tell";
			readonly because: readonly string[];
			readonly outcome: "would-have" | "protected";
			readonly reason: string;
	  }
	| { readonly kind: "block"; readonly because: readonly string[] };

/** Only a verdict on this very revision may block it, by its own policy (`policyFor`); `unknown` blocks only where the policy says so. */
export function decideBlock(
	controls: readonly Control[],
	family: string,
	verdicts: readonly Verdict[],
	policy: Policy,
): BlockDecision {
	if (!policy.block.deregister) return { kind: "leave" };
	const stops = (verdict: Verdict): boolean => {
		const control = controls.find((candidate) => candidate.id === verdict.control);
		if (control === undefined || !isBlocking(control, verdict, policy)) return false;
		if (verdict.status === "unknown") return policy.block.onUnknown === "block";
		return verdict.status === "fail";
	};
	const because = [...new Set(verdicts.filter(stops).map((verdict) => verdict.control))].sort();
	if (because.length === 0) return { kind: "leave" };
	if (policy.block.protected.some((pattern) => globMatches(pattern, family))) {
		return { kind: "tell", because, outcome: "protected", reason: "the policy protects this family" };
	}
	if (policy.mode === "audit") {
		return { kind: "tell", because, outcome: "would-have", reason: "the policy's mode is audit" };
	}
	return { kind: "block", because };
}

/**
 * The blocked revision whose findings must stay open: deregistering revision 8 makes 7 the newest active one,
 * which says nothing about 8. It ends for good when a later revision is active, or when the policy's `keepFor` days are over.
 */
export function standingBlock(
	blocks: readonly BlockRecord[],
	newestActive: number | null,
	now: string,
	policy: Policy,
): BlockRecord | null {
	const latest = blocks
		.filter((block) => block.outcome === "done" && block.over !== true)
		.reduce<BlockRecord | null>(
			(best, block) => (best === null || block.revision > best.revision ? block : best),
			null,
		);
	if (latest === null || (newestActive !== null && newestActive > latest.revision)) return null;
	const ends = Date.parse(latest.at) + policy.block.keepFor * 86_400_000;
	return Date.parse(now) < ends ? latest : null;
}

/** Written before a revision is deregistered, cleared once the outcome is in the ledger: a crash in between forgets nothing. */
export interface BlockIntent {
	readonly revision: number;
	readonly resource: string;
	readonly because: readonly string[];
	readonly at: string;
}
