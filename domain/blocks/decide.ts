import type { BlockAction, BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import { canBlock, isBlocking } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import { type Gap, gapsOf, type Verdict } from "../../core/verdict.ts";
import { breakGlassFor } from "./break-glass.ts";

/** What is done about what would run. */
export type BlockDecision = { readonly kind: "none" } | ReportDecision | RealBlock;

/** Nothing is blocked, and why. */
interface ReportDecision {
	readonly kind: "report";
	readonly because: readonly string[];
	readonly outcome: Extract<BlockRecord["outcome"], "would-have" | "protected" | "overridden" | "failed">;
	readonly reason: string;
}

/** `because`: ids of the blocking controls that fail. */
interface RealBlock {
	readonly kind: "block";
	readonly because: readonly string[];
}

/** The task definition that would run; null for an image alone, which nothing protects. */
export type BlockTarget = Pick<TaskDefinitionFacts, "family" | "deployment" | "tags"> | null;

/** Under which policy: the subject's own (`policyFor`). `now`: ISO 8601. */
interface Terms {
	readonly policy: Policy;
	readonly now: string;
	readonly action: BlockAction;
}

const settingOf = { unscanned: "onUnscanned", unknown: "onUnknown" } as const satisfies Record<
	Gap,
	keyof Policy["block"]
>;

/**
 * Only verdicts on what would run can block it; those with gaps only if the policy says so. The off switch is not part of it: it is
 * read only before something is blocked (`overrideBlock`).
 */
export function decideBlock(
	controls: readonly Control[],
	target: BlockTarget,
	verdicts: readonly Verdict[],
	{ policy, now, action }: Terms,
): BlockDecision {
	if (!policy.block[action]) return { kind: "none" };
	const reasons = verdicts.filter((verdict) => isReasonToBlock(controls, verdict, policy));
	const because = [...new Set(reasons.map((verdict) => verdict.control))].sort();
	if (because.length === 0) return { kind: "none" };
	const exemption = exemptionOf(target, policy, now);
	return exemption === null ? { kind: "block", because } : { kind: "report", because, ...exemption };
}

/** Why the policy does not block this target, whatever fails; null if nothing exempts it. */
export function exemptionOf(
	target: BlockTarget,
	policy: Policy,
	now: string,
): Pick<ReportDecision, "outcome" | "reason"> | null {
	if (target !== null) {
		const protectedBy = protectionOf(target, policy);
		if (protectedBy !== null) return { outcome: "protected", reason: protectedBy };
	}
	if (policy.mode === "audit") return { outcome: "would-have", reason: "the policy's mode is audit" };
	const broken = target === null ? null : breakGlassFor(target, policy, now);
	return broken === null ? null : { outcome: "overridden", reason: broken };
}

/** Why the policy never blocks this target; null if it may. */
function protectionOf(
	{ family, deployment }: Pick<TaskDefinitionFacts, "family" | "deployment">,
	{ block }: Policy,
): string | null {
	if (block.protected.some((pattern) => globMatches(pattern, family))) return "the policy protects this family";
	if (deployment === undefined) return null;
	const service = `${deployment.cluster}/${deployment.service}`;
	return block.protectedServices.some((pattern) => globMatches(pattern, service))
		? `the policy protects the service ${service}`
		: null;
}

/** Whether neither the policy nor a scope of it turns an action on: nothing has to be read. */
export const isOffEverywhere = ({ block, scopes }: Policy, action: BlockAction): boolean =>
	!block[action] && !scopes.some((scope) => scope.block?.[action] === true);

/** Ids of the controls whose failures can block under a subject's own policy. */
export const controlsThatBlock = (controls: readonly Control[], policy: Policy): ReadonlySet<string> =>
	new Set(controls.filter((control) => canBlock(control, policy.controls)).map(({ id }) => id));

/** Whether a verdict is a reason to block what it is about, under its own policy. */
export function isReasonToBlock(controls: readonly Control[], verdict: Verdict, policy: Policy): boolean {
	const control = controls.find((candidate) => candidate.id === verdict.control);
	if (control === undefined || !isBlocking(control, verdict, policy)) return false;
	if (verdict.status !== "fail" && verdict.status !== "unknown") return false;
	const gaps = gapsOf(verdict);
	return gaps.length === 0 || gaps.some((gap) => policy.block[settingOf[gap]] === "block");
}
