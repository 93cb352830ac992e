import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import { judge } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import type { Verdict } from "../../core/verdict.ts";
import {
	type BlockDecision,
	type BlockTarget,
	decideBlock,
	exemptionOf,
	isReasonToBlock,
} from "../../domain/blocks/decide.ts";
import { goesOn, shortenReason } from "../../domain/blocks/reason.ts";
import { inTemplateTerms } from "../../domain/cloudformation/template-terms.ts";
import type { ProposedResource } from "./facts.ts";
import type { Answer, Finding } from "./reply.ts";

/** What is known of a resource before the off switch is read. */
export interface JudgedResource {
	readonly decision: BlockDecision;
	/** Of the subject. */
	readonly policy: Policy;
	/** What speaks against the resource; empty if nothing does. */
	readonly findings: readonly Finding[];
	/** Why there is nothing to refuse, or why it could not be checked. */
	readonly reason: string;
	/** It could not be checked, so the policy's `onUnknown` decided. */
	readonly isUnchecked?: true;
}

/** What is answered, and what is recorded of it. */
export interface ResourceDecision extends Answer {
	/** Null if there is nothing to record. */
	readonly outcome: BlockRecord["outcome"] | null;
	/** Ids of the controls that decided. */
	readonly because: readonly string[];
	readonly reason: string;
	readonly isUnchecked?: true;
}

/** `own`: the policy of the resource itself (`policyFor`). */
interface Judges {
	readonly controls: readonly Control[];
	readonly policy: Policy;
	readonly own: Policy;
}

export const action = "cloudformation-hook";

/** There is nothing to do. */
export const allow = (reason: string): ResourceDecision => ({
	...{ hookStatus: "SUCCESS", summary: reason, findings: [] },
	...{ outcome: null, because: [], reason },
});

/** Judges a resource by its properties. `now`: ISO 8601. The same resource always has the same decision. */
export function judgeResource(
	resource: ProposedResource,
	{ controls, policy, own }: Judges,
	now: string,
): JudgedResource {
	const verdicts = judge(controls, resource.facts, policy);
	const decision = decideBlock(controls, targetIn(resource), verdicts, { policy: own, now, action });
	if (decision.kind !== "none") {
		const { because } = decision;
		const deciding = verdicts.filter((one) => because.includes(one.control) && isReasonToBlock(controls, one, own));
		return { decision, policy: own, findings: deciding.map(findingOf), reason: reasonIn(deciding) };
	}
	const strict: Policy = { ...own, block: { ...own.block, onUnknown: "block" } };
	const unknown = own.block[action] ? verdicts.filter((one) => isReasonToBlock(controls, one, strict)) : [];
	const reason = unknown.length > 0 ? `${reasonIn(unknown)}; ${goesOn("operation")}` : "no blocking control fails";
	return { decision, policy: own, findings: [], reason };
}

/** Decides about what could not be checked: the policy's `onUnknown` does. `resource`: null if the request could not be read. */
export function judgeUnread(why: string, resource: ProposedResource | null, own: Policy, now: string): JudgedResource {
	const base = { policy: own, findings: [], isUnchecked: true } as const;
	const reason = shortenReason(why);
	if (!own.block[action]) return { ...base, decision: { kind: "none" }, reason };
	if (own.block.onUnknown === "allow")
		return { ...base, decision: { kind: "none" }, reason: `${reason}; ${goesOn("operation")}` };
	const exemption = exemptionOf(resource === null ? null : targetIn(resource), own, now);
	const decision: BlockDecision =
		exemption === null ? { kind: "block", because: [] } : { kind: "report", because: [], ...exemption };
	return { ...base, decision, reason: `${reason}; the policy's block.onUnknown is block` };
}

/** What protects a resource. Nothing protects a repository: the policy's `protected` lists families. */
function targetIn({ facts, nameUnread }: ProposedResource): BlockTarget {
	if (facts.kind !== "task-definition") return null;
	return nameUnread === undefined ? facts : { ...facts, familyUnread: nameUnread };
}

/** The answer to a decision, after the off switch was read. `name`: of the resource. */
export function answerTo(decision: BlockDecision, judged: JudgedResource, name: string): ResourceDecision {
	const { findings, reason, isUnchecked } = judged;
	const unchecked = isUnchecked === undefined ? {} : { isUnchecked };
	if (decision.kind === "none") {
		return { ...allow(reason), outcome: isUnchecked === true ? "failed" : null, ...unchecked };
	}
	const { because } = decision;
	if (decision.kind === "report") {
		const verb = decision.outcome === "would-have" ? "would have been refused, but" : "is not refused:";
		const summary = `${name} ${verb} ${decision.reason}`;
		const recorded = shortenReason(`${decision.reason}; ${reason}`);
		const { outcome } = decision;
		return { hookStatus: "SUCCESS", summary, findings, outcome, because, reason: recorded, ...unchecked };
	}
	const note = decision.note === undefined ? "" : `; ${decision.note}`;
	const summary = isUnchecked === true ? `${name} is refused: ${reason}` : `${name} is refused by the policy${note}`;
	const errorCode = isUnchecked === true ? "InternalFailure" : "NonCompliant";
	return {
		hookStatus: "FAILED",
		errorCode,
		summary,
		findings,
		outcome: "done",
		because,
		reason: shortenReason(`${reason}${note}`),
		...unchecked,
	};
}

const findingOf = ({ control, message, remediation, severity }: Verdict): Finding => ({
	...{ control, message, severity },
	remediation: inTemplateTerms(remediation, "json"),
});

const reasonIn = (verdicts: readonly Verdict[]): string =>
	shortenReason([...new Set(verdicts.map(({ message }) => message))].join("; "));
