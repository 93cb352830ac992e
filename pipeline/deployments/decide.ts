import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { canBlock, judge } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import { isUnresolved, type Reading, wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import { truncate } from "../../core/text.ts";
import type { Verdict } from "../../core/verdict.ts";
import { decideBlock, exemptionOf, isReasonToBlock } from "../../domain/blocks/decide.ts";
import { replaceImages } from "../../domain/images/replace-images.ts";
import { awaitRunningScan } from "../../domain/scans/running-scan.ts";
import { awaitedBy } from "../decide-blocks.ts";
import type { DeployedFacts, DeploymentPlace } from "./read.ts";

/** What is done about a deployment, and why. */
export interface DeploymentDecision {
	/** `wait`: it is decided again when scans may have ended. */
	readonly kind: "allow" | "refuse" | "wait";
	/** What is recorded of it; null if there is nothing to record. */
	readonly outcome: Exclude<BlockRecord["outcome"], "gone" | "not-possible"> | null;
	/** Ids of the controls that decided. */
	readonly because: readonly string[];
	readonly reason: string;
	/** AWS could not be read, so the policy's `onUnknown` decided. */
	readonly isUnchecked?: true;
	/** Only if it is refused: what its policy says of what cannot be read, such as the off switch. */
	readonly onUnknown?: Policy["block"]["onUnknown"];
	/** Only if it waits: until it is decided again. */
	readonly delaySeconds?: number;
}

/** `now`: ISO 8601. */
interface Terms {
	readonly controls: readonly Control[];
	readonly policy: Policy;
	readonly action: "gate" | "pause" | "stop-deployment";
	readonly now: string;
}

/**
 * For how long a deployment waits for scans, in minutes. ECS rolls it back when the hook's own time-out is over, by default after
 * 1,440 (Amazon ECS developer guide, "Lambda hooks for Amazon ECS service deployments"), which would look like a refusal.
 */
export const maxWaitMinutes = 15;
const patientAfterMinutes = 5;
const maxReason = 1_000;

/** There is nothing to do. */
export const allow = (reason: string): DeploymentDecision => ({ kind: "allow", outcome: null, because: [], reason });

/** Decides about a deployment. Depends on nothing else, so the same facts always have the same answer. */
export function decideDeployment(facts: DeployedFacts, terms: Terms): DeploymentDecision {
	const { controls, policy, now, action } = terms;
	const definition = replaceImages(facts.definition, awaitRunningScan);
	const own = policyFor(policy, definition);
	if (!own.block[action]) return allow(`the policy's block.${action} is false`);
	const verdicts = judge(controls, definition, policy);
	const pending = verdicts.filter(({ pending: isPending }) => isPending === true);
	const known = verdicts.filter((verdict) => !pending.includes(verdict));
	const ownTerms = { ...terms, policy: own };
	const atOnce = decisionOn(known, facts, ownTerms);
	if (atOnce !== null) return atOnce;

	const deciding = new Set(controls.filter((control) => canBlock(control, own.controls)).map(({ id }) => id));
	const awaited = pending.filter(({ control }) => deciding.has(control));
	const { since } = awaitedBy(awaited, definition);
	const waitedMinutes = (Date.parse(now) - Date.parse(facts.createdAt ?? since ?? now)) / 60_000;
	const enforces = exemptionOf(definition, own, now) === null;
	if (awaited.length > 0 && enforces && waitedMinutes < maxWaitMinutes) {
		const reason = `waiting for scan results: ${messagesOf(awaited, facts)}`;
		const delaySeconds = waitedMinutes < patientAfterMinutes ? 30 : 60;
		return { kind: "wait", outcome: null, because: controlsOf(awaited), reason, delaySeconds };
	}
	// In audit mode a deployment does not wait, and nothing is said against an image whose scan has not ended.
	const unscanned = enforces ? awaited.map((verdict) => ({ ...verdict, gaps: ["unscanned"] as const })) : [];
	return decisionOn(unscanned, facts, ownTerms) ?? allowed(facts, known, awaited, ownTerms);
}

/** Null if these verdicts are no reason to refuse the deployment. */
function decisionOn(verdicts: readonly Verdict[], facts: DeployedFacts, terms: Terms): DeploymentDecision | null {
	const decision = decideBlock(terms.controls, facts.definition, verdicts, terms);
	if (decision.kind === "none") return null;
	const { because } = decision;
	const why = messagesOf(
		verdicts.filter(({ control, status }) => because.includes(control) && (status === "fail" || status === "unknown")),
		facts,
	);
	const hasUnknown = verdicts.some(({ control, status }) => because.includes(control) && status === "unknown");
	const unchecked = hasUnknown && isUnread(facts.definition) ? { isUnchecked: true as const } : {};
	return decision.kind === "block"
		? { kind: "refuse", outcome: "done", because, reason: why, onUnknown: terms.policy.block.onUnknown, ...unchecked }
		: {
				...{ kind: "allow", outcome: decision.outcome, because, ...unchecked },
				reason: shortenReason(`${decision.reason}; ${why}`),
			};
}

/** Nothing is known against the deployment. If that is because AWS could not be read, it is recorded. */
function allowed(
	facts: DeployedFacts,
	known: readonly Verdict[],
	awaited: readonly Verdict[],
	{ controls, policy: own }: Terms,
): DeploymentDecision {
	const strict: Policy = { ...own, block: { ...own.block, onUnknown: "block" } };
	const unknown = known.filter((verdict) => isReasonToBlock(controls, verdict, strict));
	const because = controlsOf(unknown);
	if (unknown.length > 0) {
		const reason = shortenReason(`${messagesOf(unknown, facts)}; ${goesOn}`);
		// That an image is in another registry is so in every deployment.
		const base = { kind: "allow", because, reason } as const;
		return isUnread(facts.definition) ? { ...base, outcome: "failed", isUnchecked: true } : { ...base, outcome: null };
	}
	if (awaited.length > 0)
		return { ...allow(`without scan results: ${messagesOf(awaited, facts)}`), because: controlsOf(awaited) };
	return allow("no blocking control fails");
}

const goesOn = "the deployment goes on, because the policy's block.onUnknown is allow";

/** What is known of a deployment that could not be read. */
interface UnreadDeployment {
	readonly target: DeploymentPlace | null;
	readonly family: TaskDefinitionSubject | null;
}

/**
 * The policy for a deployment that could not be read, and why it blocks nothing in any case; null if nothing exempts the deployment.
 * Without its family it is unknown whether the policy protects that, and without its tags, whether somebody answers for it.
 */
export function termsForUnread(
	reason: string,
	{ target, family }: UnreadDeployment,
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
	terms: Pick<Terms, "policy" | "now">,
): DeploymentDecision {
	const { policy: own, exemption } = termsForUnread(reason, unread, terms);
	const base = { kind: "allow", because: [], isUnchecked: true } as const;
	if (own.block.onUnknown === "allow")
		return { ...base, outcome: "failed", reason: shortenReason(`${reason}; ${goesOn}`) };
	if (exemption !== null)
		return { ...base, outcome: exemption.outcome, reason: shortenReason(`${exemption.reason}; ${reason}`) };
	const why = shortenReason(`${reason}; the policy's block.onUnknown is block`);
	return { ...base, kind: "refuse", outcome: "done", reason: why, onUnknown: "block" };
}

function partlyKnown(target: DeploymentPlace, family: TaskDefinitionSubject | null, unread: string) {
	const { partition, account, region, cluster, service } = target;
	const subject = family ?? ({ kind: "task-definition", partition, account, region, family: "" } as const);
	const base = { kind: "task-definition", arn: arnOf(subject), family: subject.family, tags: { unread } } as const;
	return { ...base, deployment: { cluster, service } };
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
function messagesOf(verdicts: readonly Verdict[], { foundByTag }: DeployedFacts): string {
	const messages = verdicts.map(({ message, container, fields }) => {
		const digest = fields?.["imageDigest"];
		return digest !== undefined && container !== undefined && foundByTag.includes(container)
			? `${message} (ECS has not resolved the tag yet; in ECR it is ${digest})`
			: message;
	});
	return shortenReason([...new Set(messages)].join("; "));
}

export const shortenReason = (text: string): string => truncate(text, maxReason);
