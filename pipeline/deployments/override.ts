import { type OffSwitch, overrideBlock } from "../../domain/blocks/off-switch.ts";
import { shortenReason } from "../../domain/blocks/reason.ts";
import { allow, type DeploymentDecision } from "./decide.ts";

/** Whether the off switch changes anything, and so has to be read: a deployment that waits for a scan is not delayed either. */
export const canBeOverridden = ({ kind }: DeploymentDecision): boolean => kind !== "allow";

/** The decision after the off switch was read. One that cannot be read ends no wait. */
export function overrideDeployment(decision: DeploymentDecision, offSwitch: OffSwitch): DeploymentDecision {
	if (!canBeOverridden(decision)) return decision;
	const { kind, because, isUnchecked, onUnknown = "block" } = decision;
	const overridden = overrideBlock({ kind: "block", because }, offSwitch, { block: { onUnknown } });
	if (overridden.kind !== "report") return decision;
	const reason = shortenReason(`${overridden.reason}; ${decision.reason}`);
	// Nothing is known against a deployment that waits.
	if (kind === "wait") return { ...allow(reason), because };
	const { outcome } = overridden;
	return { kind: "allow", outcome, because, reason, ...(isUnchecked === undefined ? {} : { isUnchecked }) };
}
