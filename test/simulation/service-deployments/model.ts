import type { BlockRecord } from "../../../core/block-record.ts";
import type { Policy } from "../../../core/policy.ts";
import type { ScanState } from "../ecr.ts";
import { offSwitchCacheMs } from "../off-switch.ts";
import type { Services } from "../services.ts";
import { breakGlassTags } from "./deployers.ts";
import { type DeploymentTerms, termsOf } from "./policy.ts";
import { type Answer, endedAt, type GatedServices, type ServiceDeployment } from "./state.ts";

/*
 * Which answers to ECS are right, by the specification and without the pipeline's code.
 */

/** An answer and what is recorded of it, such as `FAILED done`, `SUCCEEDED -` or `IN_PROGRESS -`. */
export type Right = `${"SUCCEEDED" | "FAILED" | "IN_PROGRESS"} ${BlockRecord["outcome"] | "-"}`;

type State = ScanState | "missing";

/** For how long a deployment waits. */
export const waitMs = 900_000;

/** What was wrong with what a deployment would run while the gate looked at it. */
interface Faults {
	readonly isCertainlyBad: boolean;
	readonly mayBeBad: boolean;
	readonly mayBePending: boolean;
	/** A block depends on a result that does not exist, all the time. */
	readonly isUnscanned: boolean;
	readonly mayBeUnscanned: boolean;
	readonly mayBeMissing: boolean;
}

/** The answers that are right for an invocation of the gate. */
export function rightAnswers(deployment: ServiceDeployment, answer: Answer, account: Account): ReadonlySet<Right> {
	const { services, ecs } = account;
	const terms = termsOf(services.policy, deployment);
	if (!terms.isOn || (answer.isRollback && deployment.source !== null)) return new Set(["SUCCEEDED -"]);
	const end = endedAt(deployment);
	const isOver = end < answer.from;
	if (isOver && !answer.rollback && !answer.unanswered) return new Set(["SUCCEEDED -"]);
	const rights = new Set<Right>(end <= answer.until ? ["SUCCEEDED -"] : []);
	const exemption = exemptionsOf(deployment, answer, terms, ecs);
	const faults = faultsOf(deployment, answer, services);
	for (const one of exemption.possible) addExempt(rights, one, faults, answer, services.policy.block);
	if (!exemption.isCertain) addEnforced(rights, faults, deployment, answer, services);
	const isUnreadable = (answer.unanswered || answer.denied) && !exemption.isKnownAlways;
	if (isUnreadable) addUnread(rights, deployment, answer, services);
	return rights;
}

interface Account {
	readonly services: Services;
	readonly ecs: GatedServices;
}

/** Why the policy blocks nothing here. `isKnownAlways`: also if nothing of the deployment can be read. */
function exemptionsOf(
	{ revision }: ServiceDeployment,
	answer: Answer,
	terms: DeploymentTerms,
	{ tags }: GatedServices,
) {
	const { enforces, isServiceProtected, isFamilyProtected, hasBreakGlass } = terms;
	const always = (outcome: BlockRecord["outcome"], isKnownAlways: boolean) => {
		return { possible: [outcome], isCertain: true, isKnownAlways };
	};
	if (isServiceProtected) return always("protected", true);
	const withoutFamily = hasBreakGlass ? "overridden" : enforces ? null : "would-have";
	if (isFamilyProtected) {
		// Whose family cannot be read is not known as protected.
		const isUnread = answer.unanswered || answer.denied;
		const possible =
			isUnread && withoutFamily !== null ? (["protected", withoutFamily] as const) : ["protected" as const];
		return { possible, isCertain: true, isKnownAlways: withoutFamily !== null };
	}
	if (hasBreakGlass) return always("overridden", true);
	const values = tags.get(revision.arn)?.between(answer.from, answer.until) ?? [null];
	const holding = values.filter((value) => value === breakGlassTags.holds).length;
	// The tag is looked at before the mode, if it can be read.
	if (!enforces && holding > 0)
		return { possible: ["overridden", "would-have"] as const, isCertain: true, isKnownAlways: true };
	if (!enforces) return always("would-have", true);
	if (holding === values.length) return always("overridden", false);
	return { possible: holding > 0 ? (["overridden"] as const) : [], isCertain: false, isKnownAlways: false };
}

function faultsOf(deployment: ServiceDeployment, { from, until }: Answer, { policy }: Services): Faults {
	const { revision, resolved } = deployment;
	const byTag = revision.image.between(from, until);
	const images =
		resolved === null || resolved.at > until
			? byTag
			: resolved.at <= from
				? [resolved.image]
				: [...byTag, resolved.image];
	const states = images.flatMap((image): readonly State[] => [
		...image.scan.between(from, until),
		...(image.exists.between(from, until).includes(false) ? (["missing"] as const) : []),
	]);
	const hasWritableRoot = !revision.hasReadOnlyRoot || revision.shape.sidecar?.hasReadOnlyRoot === false;
	const isBlocked = policy.block.onUnscanned === "block";
	const unscanned: readonly State[] = ["absent", "pending", "unsupported"];
	return {
		isCertainlyBad: hasWritableRoot || states.every((state) => state === "vulnerable"),
		mayBeBad: hasWritableRoot || states.includes("vulnerable"),
		mayBePending: !hasWritableRoot && states.some((state) => state === "pending" || state === "absent"),
		isUnscanned: isBlocked && states.every((state) => state === "pending"),
		mayBeUnscanned: isBlocked && states.some((state) => unscanned.includes(state)),
		mayBeMissing: !hasWritableRoot && states.includes("missing"),
	};
}

function addExempt(
	rights: Set<Right>,
	outcome: BlockRecord["outcome"],
	faults: Faults,
	{ unanswered, denied }: Answer,
	{ onUnknown }: Policy["block"],
): void {
	const { isCertainlyBad, mayBeBad, mayBeUnscanned, mayBeMissing } = faults;
	if (mayBeBad || mayBeUnscanned || mayBeMissing || unanswered || denied) rights.add(`SUCCEEDED ${outcome}`);
	if (!isCertainlyBad) rights.add("SUCCEEDED -");
	// With `allow`, nothing would have blocked what cannot be checked; an audit shows that it cannot.
	if (unanswered || denied) rights.add("SUCCEEDED -");
	if ((unanswered || denied) && outcome === "would-have" && onUnknown === "allow") rights.add("SUCCEEDED failed");
}

function addEnforced(
	rights: Set<Right>,
	faults: Faults,
	deployment: ServiceDeployment,
	answer: Answer,
	services: Services,
): void {
	const { isCertainlyBad, mayBeBad, mayBePending, isUnscanned, mayBeUnscanned, mayBeMissing } = faults;
	const { onUnknown } = services.policy.block;
	if (mayBePending && isStillWaiting(deployment, answer)) rights.add("IN_PROGRESS -");
	const isReason =
		mayBeBad ||
		(mayBeUnscanned && (mayHaveWaited(deployment, answer) || !isUnscanned)) ||
		(mayBeMissing && onUnknown === "block");
	if (isReason) addRefusal(rights, deployment, answer, services);
	// Nothing is known against a deployment that waits, so nothing is recorded of it when the off switch ends that.
	if (!isCertainlyBad && (!isUnscanned || mayBeAudit(answer, services))) rights.add("SUCCEEDED -");
}

/** What could not be read: the deployment waits, then the policy decides. */
function addUnread(rights: Set<Right>, deployment: ServiceDeployment, answer: Answer, services: Services): void {
	const { unanswered, denied } = answer;
	if (unanswered && isStillWaiting(deployment, answer)) {
		rights.add("IN_PROGRESS -");
		if (mayBeAudit(answer, services)) rights.add("SUCCEEDED -");
	}
	if (!denied && !mayHaveWaited(deployment, answer)) return;
	if (services.policy.block.onUnknown === "allow") rights.add("SUCCEEDED failed");
	else addRefusal(rights, deployment, answer, services);
}

/** The off switch is read before a refusal. While it does not respond, the deployment waits, then the policy decides. */
function addRefusal(rights: Set<Right>, deployment: ServiceDeployment, answer: Answer, services: Services): void {
	const { onUnknown } = services.policy.block;
	const isUndecided = answer.offSwitch && mayHaveWaited(deployment, answer);
	if (mayBePolicy(answer, services) || (isUndecided && onUnknown === "block")) rights.add("FAILED done");
	if (mayBeAudit(answer, services)) rights.add("SUCCEEDED overridden");
	if (isUndecided && onUnknown === "allow") rights.add("SUCCEEDED failed");
	if (answer.offSwitch && isStillWaiting(deployment, answer)) rights.add("IN_PROGRESS -");
}

const switchValues = ({ from, until }: Answer, { offSwitch }: Services) =>
	offSwitch.value.between(from - offSwitchCacheMs, until);
const mayBeAudit = (answer: Answer, services: Services): boolean => switchValues(answer, services).includes("audit");
const mayBePolicy = (answer: Answer, services: Services): boolean => switchValues(answer, services).includes("policy");

/** Null if ECS does not pass back what the gate has replied: then each process knows only when it was first asked. */
const waitedMs = ({ service }: ServiceDeployment, { firstAsked }: Answer, time: number): number | null =>
	service.keepsDetails || service.kind !== "gate" ? time - firstAsked : null;

/** If the first question arrives once more, the wait may begin with it. */
const isStillWaiting = (deployment: ServiceDeployment, answer: Answer): boolean =>
	answer.isFirst || (waitedMs(deployment, answer, answer.from) ?? 0) < waitMs;
const mayHaveWaited = (deployment: ServiceDeployment, answer: Answer): boolean =>
	(waitedMs(deployment, answer, answer.until) ?? waitMs) >= waitMs;
