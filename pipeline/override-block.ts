import type { OffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { TryLaterError } from "../core/errors.ts";
import type { Policy } from "../core/policy.ts";
import type { BlockDecision } from "../domain/blocks/decide.ts";
import { describeUnreadSwitch, overrideBlock } from "../domain/blocks/off-switch.ts";
import { catchTryLater } from "./catch-try-later.ts";

/** Reads the off switch if something would be blocked, for a caller that can wait. Throws TryLaterError, which names the parameter. */
export async function overrideOrTryLater(
	decision: BlockDecision,
	{ name, read }: OffSwitchReader,
	policy: Policy,
): Promise<BlockDecision> {
	if (decision.kind !== "block") return decision;
	const says = await catchTryLater(read);
	if (says instanceof TryLaterError) {
		throw new TryLaterError(describeUnreadSwitch(name, says.message), { cause: says });
	}
	return overrideBlock(decision, { name, says }, policy);
}
