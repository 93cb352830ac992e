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

/** `because`: ids of the blocking controls that fail. `note`: why what might exempt the target does not. */
interface RealBlock {
	readonly kind: "block";
	readonly because: readonly string[];
	readonly note?: string;
}

/** `familyUnread`: why the family is only a placeholder. */
type TaskDefinitionTarget = Pick<TaskDefinitionFacts, "family" | "deployment" | "tags"> & {
	readonly familyUnread?: string;
};

/** The task definition that would run; null for an image alone, which nothing protects. */
export type BlockTarget = TaskDefinitionTarget | null;

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

type GapSetting = "onOtherRegistry" | (typeof settingOf)[Gap];

/**
 * Only verdicts on what would run can block it; those with gaps only if the policy says so. The off switch is not part of it:
 * it is read only if something would be blocked, or waits to be decided (`overrideBlock`).
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
	const exemption = exemptionOf(target, policy, now, because);
	if (exemption !== null) return { kind: "report", because, ...exemption };
	const doubt = doubtAbout(target, policy, { now, action });
	if (doubt !== null && policy.block.onUnknown === "allow") {
		const reason = `${doubt}, and the policy's block.onUnknown is allow`;
		return { kind: "report", because, outcome: "failed", reason };
	}
	const decided = doubt === null ? null : `${doubt}, and the policy's block.onUnknown is block`;
	const note = decided ?? (target === null ? null : breakGlassFor(target, policy, now).ignored);
	return { kind: "block", because, ...(note === null ? {} : { note }) };
}

/**
 * Why it is known that the policy does not block this target, whatever fails; null if nothing is known to exempt it. `because`: the
 * controls that fail, if they are known: an approval is for some of them only.
 */
export function exemptionOf(
	target: BlockTarget,
	policy: Policy,
	now: string,
	because: readonly string[] | null = null,
): Pick<ReportDecision, "outcome" | "reason"> | null {
	if (target !== null) {
		const protectedBy = protectionOf(target, policy);
		if (protectedBy !== null) return { outcome: "protected", reason: protectedBy };
		const broken = breakGlassFor(target, policy, now, because).reason;
		if (broken !== null) return { outcome: "overridden", reason: broken };
	}
	const isAudit = policy.mode === "audit" && policy.undecided?.has("mode") !== true;
	return isAudit ? { outcome: "would-have", reason: "the policy's mode is audit" } : null;
}

/** Why it is unknown whether the policy blocks a target that nothing is known to exempt; null if it is certain. */
function doubtAbout(
	target: BlockTarget,
	{ undecided, ...policy }: Policy,
	{ now, action }: Pick<Terms, "now" | "action">,
): string | null {
	const { protected: families, breakGlass } = policy.block;
	const { familyUnread } = target ?? {};
	if (familyUnread !== undefined && (families.length > 0 || breakGlass.length > 0))
		return `cannot tell whether the policy exempts this family, because ${familyUnread}`;
	const unscoped = undecided?.get("mode") ?? undecided?.get(action);
	return unscoped ?? (target === null ? null : breakGlassFor(target, policy, now).unread);
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

/**
 * Whether a verdict is a reason to block what it is about, under its own policy. If it is unknown what `onUnscanned` or `onOtherRegistry`
 * says, `onUnknown` decides.
 */
export function isReasonToBlock(controls: readonly Control[], verdict: Verdict, policy: Policy): boolean {
	const control = controls.find((candidate) => candidate.id === verdict.control);
	if (control === undefined || !isBlocking(control, verdict, policy)) return false;
	if (verdict.status !== "fail" && verdict.status !== "unknown") return false;
	const gaps = gapsOf(verdict);
	const blocks = (setting: GapSetting): boolean =>
		policy.block[policy.undecided?.has(setting) === true ? "onUnknown" : setting] === "block";
	if (verdict.isByDesign === true) return blocks("onOtherRegistry");
	return gaps.length === 0 || gaps.some((gap) => blocks(settingOf[gap]));
}
