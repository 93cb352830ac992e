import { decideBlock, isProtected, isReasonToBlock } from "../../core/block.ts";
import type { Control } from "../../core/control.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { canBlock, judge } from "../../core/judge.ts";
import type { BlockRecord } from "../../core/ledger.ts";
import type { Policy } from "../../core/policy.ts";
import { isUnresolved, type Reading, wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import { truncate } from "../../core/text.ts";
import type { Verdict } from "../../core/verdict.ts";
import { replaceImages } from "../../domain/images/replace-images.ts";
import { awaitRunningScan } from "../../domain/scans/running-scan.ts";
import { awaitedBy } from "../decide-blocks.ts";

/** What a hook answers. Fields and values: Amazon ECS developer guide, "Lambda hooks for Amazon ECS service deployments". */
export type HookReply =
	| { readonly hookStatus: "SUCCEEDED" | "FAILED" }
	/** ECS calls again after so many seconds. */
	| { readonly hookStatus: "IN_PROGRESS"; readonly callBackDelay: number };

/** What the gate answers, and why. */
export interface GateDecision {
	readonly reply: HookReply;
	/** What is recorded of it; null if there is nothing to record. */
	readonly outcome: Exclude<BlockRecord["outcome"], "gone"> | null;
	/** Ids of the controls that decided. */
	readonly because: readonly string[];
	readonly reason: string;
	/** AWS could not be read, so the policy's `onUnknown` decided. */
	readonly isUnchecked?: true;
}

/** What would be deployed. */
export interface GateFacts {
	/** The revision of the family with its images. */
	readonly definition: TaskDefinitionFacts;
	/** The service revision's, ISO 8601; null if it is unknown. */
	readonly createdAt: string | null;
	/** Names of the containers whose image was found by its tag, because ECS has not resolved it yet. */
	readonly foundByTag: readonly string[];
}

interface Judges {
	readonly controls: readonly Control[];
	readonly policy: Policy;
}

/**
 * For how long a deployment waits for scans, in minutes. ECS rolls it back when the hook's own time-out is over, by default after
 * 1,440 (same page), which would look like a refusal.
 */
export const maxWaitMinutes = 15;
const patientAfterMinutes = 5;
const maxReason = 1_000;

const succeeded: HookReply = { hookStatus: "SUCCEEDED" };
const failed: HookReply = { hookStatus: "FAILED" };

/** There is nothing to do. */
export const allow = (reason: string): GateDecision => ({ reply: succeeded, outcome: null, because: [], reason });

export const switchedOff = allow("the policy's block.gate is false");

/** Decides about a deployment. `now`: ISO 8601. Depends on nothing else, so the same facts always have the same answer. */
export function decideGate(facts: GateFacts, { controls, policy }: Judges, now: string): GateDecision {
	if (!policy.block.gate) return switchedOff;
	const definition = replaceImages(facts.definition, awaitRunningScan);
	const own = policyFor(policy, definition);
	const verdicts = judge(controls, definition, policy);
	const pending = verdicts.filter(({ pending: isPending }) => isPending === true);
	const known = verdicts.filter((verdict) => !pending.includes(verdict));
	const atOnce = decisionOn(known, facts, controls, own);
	if (atOnce !== null) return atOnce;

	const deciding = new Set(controls.filter((control) => canBlock(control, own.controls)).map(({ id }) => id));
	const awaited = pending.filter(({ control }) => deciding.has(control));
	const { since } = awaitedBy(awaited, definition);
	const waitedMinutes = (Date.parse(now) - Date.parse(facts.createdAt ?? since ?? now)) / 60_000;
	const enforces = own.mode === "enforce" && !isProtected(definition.family, own);
	if (awaited.length > 0 && enforces && waitedMinutes < maxWaitMinutes) {
		return {
			reply: { hookStatus: "IN_PROGRESS", callBackDelay: waitedMinutes < patientAfterMinutes ? 30 : 60 },
			outcome: null,
			because: controlsOf(awaited),
			reason: `waiting for scan results: ${messagesOf(awaited, facts)}`,
		};
	}
	// In audit mode a deployment does not wait, and nothing is said against an image whose scan has not ended.
	const unscanned = enforces ? awaited.map((verdict) => ({ ...verdict, gaps: ["unscanned"] as const })) : [];
	return decisionOn(unscanned, facts, controls, own) ?? allowed(facts, known, awaited, controls, own);
}

/** Null if these verdicts are no reason to refuse the deployment. */
function decisionOn(
	verdicts: readonly Verdict[],
	facts: GateFacts,
	controls: readonly Control[],
	own: Policy,
): GateDecision | null {
	const decision = decideBlock(controls, facts.definition.family, verdicts, own, "gate");
	if (decision.kind === "none") return null;
	const { because } = decision;
	const why = messagesOf(
		verdicts.filter(({ control, status }) => because.includes(control) && (status === "fail" || status === "unknown")),
		facts,
	);
	const hasUnknown = verdicts.some(({ control, status }) => because.includes(control) && status === "unknown");
	const unchecked = hasUnknown && isUnread(facts.definition) ? { isUnchecked: true as const } : {};
	return decision.kind === "block"
		? { reply: failed, outcome: "done", because, reason: why, ...unchecked }
		: {
				...{ reply: succeeded, outcome: decision.outcome, because, ...unchecked },
				reason: shorten(`${decision.reason}; ${why}`),
			};
}

/** Nothing is known against the deployment. If that is because AWS could not be read, it is recorded. */
function allowed(
	facts: GateFacts,
	known: readonly Verdict[],
	awaited: readonly Verdict[],
	controls: readonly Control[],
	own: Policy,
): GateDecision {
	const strict: Policy = { ...own, block: { ...own.block, onUnknown: "block" } };
	const unknown = known.filter((verdict) => isReasonToBlock(controls, verdict, strict));
	const because = controlsOf(unknown);
	if (unknown.length > 0) {
		const reason = shorten(`${messagesOf(unknown, facts)}; ${goesOn}`);
		// That an image is in another registry is so in every deployment.
		const base = { reply: succeeded, because, reason } as const;
		return isUnread(facts.definition) ? { ...base, outcome: "failed", isUnchecked: true } : { ...base, outcome: null };
	}
	if (awaited.length > 0)
		return { ...allow(`without scan results: ${messagesOf(awaited, facts)}`), because: controlsOf(awaited) };
	return allow("no blocking control fails");
}

const goesOn = "the deployment goes on, because the policy's block.onUnknown is allow";

/**
 * Decides about a deployment that could not be checked at all: the policy's `onUnknown` does. `family`: null if it is unknown, and so
 * whether the policy protects it.
 */
export function decideUnread(reason: string, family: string | null, policy: Policy): GateDecision {
	const base = { reply: succeeded, because: [], isUnchecked: true } as const;
	if (policy.block.onUnknown === "allow")
		return { ...base, outcome: "failed", reason: shorten(`${reason}; ${goesOn}`) };
	if (family !== null && isProtected(family, policy)) {
		return { ...base, outcome: "protected", reason: shorten(`the policy protects this family; ${reason}`) };
	}
	if (policy.mode === "audit") {
		return { ...base, outcome: "would-have", reason: shorten(`the policy's mode is audit; ${reason}`) };
	}
	const why = shorten(`${reason}; the policy's block.onUnknown is block`);
	return { ...base, reply: failed, outcome: "done", reason: why };
}

/** Whether AWS did not return something that it may return the next time. */
function isUnread({ containers, tags }: TaskDefinitionFacts): boolean {
	const mayReturn = (reading: Reading<unknown>): boolean => !wasRead(reading) && reading.isLasting !== true;
	if (isUnresolved(containers) || mayReturn(tags)) return true;
	return containers.some(
		({ imageRepository, registryImage }) =>
			mayReturn(imageRepository) ||
			mayReturn(registryImage) ||
			(wasRead(registryImage) && mayReturn(registryImage.value.scans)),
	);
}

const controlsOf = (verdicts: readonly Verdict[]): readonly string[] =>
	[...new Set(verdicts.map(({ control }) => control))].sort();

/** The messages of verdicts, with what is special about an image that ECS has not resolved. */
function messagesOf(verdicts: readonly Verdict[], { foundByTag }: GateFacts): string {
	const messages = verdicts.map(({ message, container, fields }) => {
		const digest = fields?.["imageDigest"];
		return digest !== undefined && container !== undefined && foundByTag.includes(container)
			? `${message} (ECS has not resolved the tag yet; in ECR it is ${digest})`
			: message;
	});
	return shorten([...new Set(messages)].join("; "));
}

const shorten = (text: string): string => truncate(text, maxReason);
