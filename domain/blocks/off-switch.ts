import type { Policy } from "../../core/policy.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { BlockDecision } from "./decide.ts";

/** What the off switch says: `audit` overrides the policy everywhere, `policy` changes nothing. */
export type OffSwitch = { readonly name: string; readonly says: Reading<"policy" | "audit"> };

/** What the text of the parameter says; null for anything else. */
export function switchValueOf(text: string): "policy" | "audit" | null {
	const value = text.trim();
	return value === "policy" || value === "audit" ? value : null;
}

/** Why it could not be read, for display. */
export const describeUnreadSwitch = (name: string, unread: string): string =>
	`the off switch (parameter ${name}) could not be read because ${unread}`;

/**
 * The decision after the off switch was read, which happens only if something would be blocked, or while a deployment waits to be
 * decided. If it cannot be read, the policy's `onUnknown` decides.
 */
export function overrideBlock(
	decision: BlockDecision,
	{ name, says }: OffSwitch,
	{ block }: { readonly block: Pick<Policy["block"], "onUnknown"> },
): BlockDecision {
	if (decision.kind !== "block") return decision;
	const base = { kind: "report", because: decision.because } as const;
	if (wasRead(says)) {
		return says.value === "audit"
			? {
					...base,
					outcome: "overridden",
					reason: `the parameter ${name} is audit: nothing is blocked; set it to policy to block again`,
				}
			: decision;
	}
	return block.onUnknown === "block"
		? decision
		: {
				...base,
				// Nobody has overridden it.
				outcome: "failed",
				reason: `${describeUnreadSwitch(name, says.unread)}, and the policy's block.onUnknown is allow`,
			};
}
