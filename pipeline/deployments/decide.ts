import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import { judge } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import { policyFor } from "../../core/scopes.ts";
import { truncate } from "../../core/text.ts";
import type { Verdict } from "../../core/verdict.ts";
import { controlsThatBlock, decideBlock, exemptionOf, isReasonToBlock } from "../../domain/blocks/decide.ts";
import { goesOn, maxReason, shortenReason } from "../../domain/blocks/reason.ts";
import { unreadIn } from "../../domain/blocks/unread.ts";
import { replaceImages } from "../../domain/images/replace-images.ts";
import { awaitRunningScan } from "../../domain/scans/running-scan.ts";
import { awaitedBy } from "../decide-blocks.ts";
import type { DeployedFacts } from "./read.ts";
import { type Awaited, nextDelayOf, type Waited } from "./wait.ts";

/** What is done about a deployment, and why. */
export interface DeploymentDecision {
	/** `wait`: it is decided again when scans may have ended, or AWS may respond. */
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
	/** Only if it waits: for what, and until it is decided again. */
	readonly awaits?: Awaited;
	readonly delaySeconds?: number;
}

/** `now`: ISO 8601. */
export interface Terms extends Partial<Waited> {
	readonly controls: readonly Control[];
	readonly policy: Policy;
	readonly action: "gate" | "pause" | "stop-deployment";
	readonly now: string;
}

/** There is nothing to do. */
export const allow = (reason: string): DeploymentDecision => ({ kind: "allow", outcome: null, because: [], reason });

export const switchedOff = (action: Terms["action"]): string => `the policy's block.${action} is false`;

/** Decides about a deployment. Depends on nothing else, so the same facts always have the same answer. */
export function decideDeployment(facts: DeployedFacts, terms: Terms): DeploymentDecision {
	const { controls, policy, now, action } = terms;
	const definition = replaceImages(facts.definition, awaitRunningScan);
	const own = policyFor(policy, definition);
	if (!own.block[action]) return allow(switchedOff(action));
	const verdicts = judge(controls, definition, policy);
	const isOpen = ({ pending, status, isByDesign }: Verdict): boolean =>
		pending === true || (facts.unanswered !== undefined && status === "unknown" && isByDesign !== true);
	const settled = verdicts.filter((verdict) => !isOpen(verdict));
	const ownTerms = { ...terms, policy: own };
	const atOnce = decisionOn(settled, facts, ownTerms);
	if (atOnce !== null) return atOnce;

	const deciding = controlsThatBlock(controls, own);
	const open = verdicts.filter((verdict) => isOpen(verdict) && deciding.has(verdict.control));
	const awaited = open.filter(({ pending }) => pending === true);
	const unanswered = open.filter(({ pending }) => pending !== true);
	const enforces = exemptionOf(definition, own, now) === null;
	const since = terms.since ?? facts.createdAt ?? awaitedBy(awaited, definition).since;
	if (open.length > 0 && enforces && since !== null) {
		const waiting =
			unanswered.length > 0
				? waitFor("aws", facts.unanswered ?? "", controlsOf(open), { ...terms, since })
				: waitFor("scan", messagesOf(awaited, facts), controlsOf(open), { ...terms, since });
		if (waiting !== null) return waiting;
	}
	// In audit mode a deployment does not wait, and nothing is said against an image whose scan has not ended.
	const unscanned = enforces ? awaited.map((verdict) => ({ ...verdict, gaps: ["unscanned"] as const })) : [];
	return (
		decisionOn([...unanswered, ...unscanned], facts, ownTerms) ??
		allowed(facts, [...settled, ...unanswered], awaited, ownTerms)
	);
}

const awaitedWords = { scan: "scan results", aws: "AWS" } as const satisfies Record<Awaited, string>;

/** Null if the deployment has waited long enough. */
export function waitFor(
	awaits: Awaited,
	why: string,
	because: readonly string[],
	waited: Waited,
): DeploymentDecision | null {
	const delaySeconds = nextDelayOf(awaits, waited);
	const reason = shortenReason(`waiting for ${awaitedWords[awaits]} because ${why}`);
	return delaySeconds === null ? null : { kind: "wait", outcome: null, because, reason, awaits, delaySeconds };
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
	const unchecked = hasUnknown && unreadIn(facts.definition) !== null ? { isUnchecked: true as const } : {};
	const base = { because, ...unchecked };
	if (decision.kind === "report")
		return { ...base, kind: "allow", outcome: decision.outcome, reason: shortenReason(`${decision.reason}; ${why}`) };
	const reason = withNote(why, decision.note);
	return { ...base, kind: "refuse", outcome: "done", reason, onUnknown: terms.policy.block.onUnknown };
}

/** Nothing is known against the deployment. If that is because AWS could not be read, it is recorded. */
function allowed(
	facts: DeployedFacts,
	known: readonly Verdict[],
	awaited: readonly Verdict[],
	{ controls, policy: own, now }: Terms,
): DeploymentDecision {
	const strict: Policy = { ...own, block: { ...own.block, onUnknown: "block", onOtherRegistry: "block" } };
	const unknown = known.filter((verdict) => isReasonToBlock(controls, verdict, strict));
	const because = controlsOf(unknown);
	if (unknown.length > 0) {
		const isElsewhere = unknown.every(({ isByDesign }) => isByDesign === true);
		const why = isElsewhere ? goesOnElsewhere : goesOn("deployment");
		const messages = messagesOf(unknown, facts);
		// That an image is in another registry is so in every deployment.
		if (unreadIn(facts.definition) === null)
			return { kind: "allow", because, outcome: null, reason: shortenReason(`${messages}; ${why}`) };
		return allowUnchecked(messages, because, exemptionOf(facts.definition, own, now), why);
	}
	if (awaited.length > 0)
		return { ...allow(`without scan results because ${messagesOf(awaited, facts)}`), because: controlsOf(awaited) };
	return allow("no blocking control fails");
}

/**
 * Lets a deployment go on that could not be checked, as the policy says (`why`). Of one that is exempt, nothing is recorded: nothing would
 * have blocked it. An audit shows what could not be checked.
 */
export function allowUnchecked(
	unread: string,
	because: readonly string[],
	exemption: ReturnType<typeof exemptionOf>,
	why = goesOn("deployment"),
): DeploymentDecision {
	const base = { kind: "allow", because, isUnchecked: true } as const;
	return exemption === null || exemption.outcome === "would-have"
		? { ...base, outcome: "failed", reason: shortenReason(`${unread}; ${why}`) }
		: { ...base, outcome: null, reason: shortenReason(`${exemption.reason}; ${unread}`) };
}

const goesOnElsewhere = "the deployment goes on, because the policy's block.onOtherRegistry is allow";

/** Whether a check that AWS did not allow has decided: not if the deployment is exempt, because nothing would have blocked it. */
export const isFailedCheck = ({ isUnchecked, outcome }: Unchecked): boolean =>
	isUnchecked === true && outcome !== null && !exempt.includes(outcome);

interface Unchecked extends Pick<DeploymentDecision, "isUnchecked"> {
	readonly outcome: BlockRecord["outcome"] | null;
}

const exempt: readonly BlockRecord["outcome"][] = ["would-have", "protected", "overridden"];

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

/** The note is what can be changed at once, so long messages do not displace it. */
const withNote = (why: string, note: string | undefined): string =>
	note === undefined ? why : shortenReason(`${truncate(why, Math.max(0, maxReason - note.length - 2))}; ${note}`);
