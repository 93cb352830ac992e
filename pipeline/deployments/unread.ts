import type { Policy } from "../../core/policy.ts";
import { policyFor } from "../../core/scopes.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import { exemptionOf } from "../../domain/blocks/decide.ts";
import { shortenReason } from "../../domain/blocks/reason.ts";
import { allow, allowUnchecked, type DeploymentDecision, switchedOff, type Terms, waitFor } from "./decide.ts";
import type { DeploymentPlace } from "./read.ts";

/** What is known of a deployment that could not be read. */
interface UnreadDeployment {
	readonly target: DeploymentPlace | null;
	readonly family: TaskDefinitionSubject | null;
	/** AWS may respond the next time, so the deployment waits before it is decided. */
	readonly mayRespond?: boolean;
}

/**
 * The policy for a deployment that could not be read, and why it blocks nothing in any case; null if nothing exempts the deployment.
 * Without its family it is unknown whether the policy protects that, and without its tags, whether somebody answers for it.
 */
export function termsForUnread(
	reason: string,
	{ target, family }: Pick<UnreadDeployment, "target" | "family">,
	{ policy, now }: Pick<Terms, "policy" | "now">,
): { readonly policy: Policy; readonly exemption: ReturnType<typeof exemptionOf> } {
	const known = target === null ? null : partlyKnown(target, family, reason);
	const own = known === null ? policy : policyFor(policy, known);
	return { policy: own, exemption: exemptionOf(known, own, now) };
}

/** Decides about a deployment that could not be checked at all: the policy's `onUnknown` does. */
export function decideUnread(
	reason: string,
	unread: UnreadDeployment,
	terms: Pick<Terms, "policy" | "action" | "now" | "since" | "spread">,
): DeploymentDecision {
	const { action, since } = terms;
	const { policy: own, exemption } = termsForUnread(reason, unread, terms);
	if (!own.block[action]) return allow(switchedOff(action));
	const mayWait = unread.mayRespond === true && exemption === null && since !== undefined;
	const waiting = mayWait ? waitFor("aws", reason, [], { ...terms, since }) : null;
	if (waiting !== null) return waiting;
	if (own.block.onUnknown === "allow") return allowUnchecked(reason, [], exemption);
	const base = { because: [], isUnchecked: true } as const;
	if (exemption !== null) {
		const why = shortenReason(`${exemption.reason}; ${reason}`);
		return { ...base, kind: "allow", outcome: exemption.outcome, reason: why };
	}
	const why = shortenReason(`${reason}; the policy's block.onUnknown is block`);
	return { ...base, kind: "refuse", outcome: "done", reason: why, onUnknown: "block" };
}

function partlyKnown(target: DeploymentPlace, family: TaskDefinitionSubject | null, unread: string) {
	const { partition, account, region, cluster, service } = target;
	const subject = family ?? ({ kind: "task-definition", partition, account, region, family: "" } as const);
	const base = { kind: "task-definition", arn: arnOf(subject), family: subject.family, tags: { unread } } as const;
	return { ...base, deployment: { cluster, service } };
}
