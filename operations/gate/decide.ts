import type { Control } from "../../core/control.ts";
import type { ImageFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import { policyFor } from "../../core/scopes.ts";
import type { Verdict } from "../../core/verdict.ts";
import {
	type BlockDecision,
	controlsThatBlock,
	decideBlock,
	exemptionOf,
	isReasonToBlock,
} from "../../domain/blocks/decide.ts";
import { unreadIn } from "../../domain/blocks/unread.ts";

/** What a deployment would run. */
export type GatedFacts = ImageFacts | TaskDefinitionFacts;

/** The policy, and the controls on each kind of subject. */
export interface GateRules {
	readonly policy: Policy;
	readonly image: readonly Control[];
	readonly "task-definition": readonly Control[];
}

export interface GatedVerdict extends Verdict {
	/** Whether it is a reason to stop the deployment. */
	readonly blocks: boolean;
	/** A control that could block the deployment has no answer; what the policy allows in any case does not count. */
	readonly isUnanswered: boolean;
}

/** What the gate answers about one subject, as of one reading. */
export interface Answer {
	/** `would-have`: it would be blocked, but the policy's mode is audit for the service. `off`: the policy turns the gate off for it. */
	readonly decision: "blocked" | "would-have" | "protected" | "overridden" | "allowed" | "off";
	/** Why what would be blocked is not, or what speaks against that has no effect on a block; null if there is nothing to say. */
	readonly reason: string | null;
	readonly verdicts: readonly GatedVerdict[];
	/** Whether a verdict that can block still waits for a scan. */
	readonly isPending: boolean;
	/** Why AWS could not be read, if a verdict that can block depends on that. */
	readonly unread: string | null;
	/** Nothing blocks it, whatever its verdicts are. */
	readonly isExempt: boolean;
}

/**
 * Judges a subject under the policy that applies to it. A task definition with a `deployment` is judged as the gate of that deployment
 * would. For anything else the policy's mode does not matter: where it would run is unknown, and a pipeline that runs the gate wants its
 * answer. A verdict that waits for a scan counts as one without a result (`block.onUnscanned`).
 */
export function answerAbout(facts: GatedFacts, rules: GateRules): Answer {
	const controls = rules[facts.kind];
	const verdicts = judge(controls, facts, rules.policy).map((verdict): Verdict => {
		return verdict.pending === true ? { ...verdict, gaps: ["unscanned"] } : verdict;
	});
	return answer(controls, verdicts, policyFor(rules.policy, facts), facts);
}

function answer(controls: readonly Control[], verdicts: readonly Verdict[], policy: Policy, facts: GatedFacts): Answer {
	const target = facts.kind === "task-definition" ? facts : null;
	const own = target?.deployment === undefined ? enforcing(policy) : policy;
	const now = target?.readAt ?? "";
	const decision = decideBlock(controls, target, verdicts, { policy: own, now, action: "gate" });
	const blocking = controlsThatBlock(controls, policy);
	const isOpen = ({ control, status }: Verdict): boolean => status === "unknown" && blocking.has(control);
	const open = verdicts.filter(isOpen);
	const isExempt = !own.block.gate || exemptionOf(target, own, now) !== null;
	const isAllowed = ({ isByDesign }: Verdict): boolean =>
		isByDesign === true && own.block.onOtherRegistry === "allow" && own.undecided?.has("onOtherRegistry") !== true;
	return {
		decision: own.block.gate ? answerOf(decision) : "off",
		reason: reasonOf(decision),
		verdicts: verdicts.map((one) => ({
			...one,
			blocks: decision.kind === "block" && isReasonToBlock(controls, one, own),
			isUnanswered: !isExempt && isOpen(one) && !isAllowed(one),
		})),
		isPending: open.some(({ pending }) => pending === true),
		unread: open.length === 0 ? null : unreadIn(facts),
		isExempt,
	};
}

/** The same policy, which enforces for certain. */
function enforcing(policy: Policy): Policy {
	const undecided = new Map([...(policy.undecided ?? [])].filter(([key]) => key !== "mode"));
	return { ...policy, mode: "enforce", undecided };
}

function answerOf(decision: BlockDecision): Answer["decision"] {
	if (decision.kind !== "report") return decision.kind === "block" ? "blocked" : "allowed";
	return decision.outcome === "failed" ? "allowed" : decision.outcome;
}

function reasonOf(decision: BlockDecision): string | null {
	if (decision.kind === "report") return decision.reason;
	return decision.kind === "block" ? (decision.note ?? null) : null;
}
