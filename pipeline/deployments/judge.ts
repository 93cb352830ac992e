import type { ServiceRevisionFacts } from "../../adapters/ecs/read-service-revision.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import { withApprovals } from "../../domain/approvals/approval.ts";
import { exemptionOf } from "../../domain/blocks/decide.ts";
import { describeUnreadSwitch } from "../../domain/blocks/off-switch.ts";
import { shortenReason } from "../../domain/blocks/reason.ts";
import { type DeploymentDecision, decideDeployment } from "./decide.ts";
import { canBeOverridden, overrideDeployment } from "./override.ts";
import { type DeploymentPlace, readDeployment, readRevisionAt } from "./read.ts";
import { decideUnread, termsForUnread } from "./unread.ts";
import { maxWaitMinutes } from "./wait.ts";
import type { DeploymentEvent, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

/** A decision, and the policy for what it is about. */
export interface Judgement {
	readonly decision: DeploymentDecision;
	readonly policy: Policy;
}

/** An outage shortly after the event does not decide: there are at least so many attempts. */
const minAttempts = 3;
/** Until it is decided again. */
export const retrySeconds = 60;

/**
 * Judges what a service revision would run: one by its ARN, or one whose contents are known. While AWS cannot be read, the answer is
 * `wait`, for as long as for a scan; then the policy's `onUnknown` decides.
 */
export async function judgeRevision(
	action: "pause" | "stop-deployment",
	revision: string | ServiceRevisionFacts,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Judgement> {
	const { rules, controls, now } = ports;
	const terms = { controls, policy: rules.policy, readAt: now() };
	const place = placeOf(event);
	const facts = await attemptToRead(examined, ports, () =>
		typeof revision === "string"
			? readDeployment({ ...place, targetServiceRevisionArn: revision }, examined, terms, ports)
			: readRevisionAt(place, revision, examined, terms, ports),
	);
	if (!wasRead(facts)) return judgeUnread(action, facts.unread, event, examined, ports);
	const { definition } = facts.value;
	const policy = policyFor(rules.policy, definition);
	const decide = (under: Policy) =>
		decideDeployment(facts.value, { ...{ controls, policy: under, action, now: now() }, since: event.time });
	const decision = await applyApprovals(decide(rules.policy), definition.family, decide, { event, examined, ports });
	const isExempt = exemptionOf(definition, policy, now()) !== null;
	return { decision: isExempt ? decision : withPatience(decision, event, now()), policy };
}

/**
 * The decision with what approvers have let through. Only read if it matters. While the ledger does not answer, the deployment waits;
 * then it is refused, because nobody is known to answer for it.
 */
async function applyApprovals(
	decision: DeploymentDecision,
	family: string,
	decide: (under: Policy) => DeploymentDecision,
	{ event, examined, ports }: { event: DeploymentEvent; examined: ExaminedDeployment; ports: WorkerPorts },
): Promise<DeploymentDecision> {
	const { policy } = ports.rules;
	if (decision.kind !== "refuse" || policy.slack.approvers.length === 0) return decision;
	const { cluster, name: service } = event.service;
	const found = await attemptToRead(examined, ports, async () => ({
		value: await ports.answers.ofService(cluster, service),
	}));
	if (wasRead(found)) return decide(withApprovals(policy, found.value, { cluster, service, family }));
	const reason = shortenReason(
		`cannot tell whether it was approved in Slack, because ${found.unread}; ${decision.reason}`,
	);
	return isPatient(event, ports.now()) ? inAMinute({ ...decision, reason }) : { ...decision, reason };
}

/** Judges a deployment of which nothing more could be read: it may be possible later. */
export function judgeUnread(
	action: "pause" | "stop-deployment",
	reason: string,
	event: DeploymentEvent,
	examined: Pick<ExaminedDeployment, "family">,
	ports: Pick<WorkerPorts, "rules" | "now">,
): Judgement {
	const { decision, policy, exemption } = judgeUnknown(action, reason, event, examined, ports);
	return { decision: exemption === null ? withPatience(decision, event, ports.now()) : decision, policy };
}

/** Judges a deployment of which nothing more will ever be known, so nothing is waited for; and why nothing blocks it, if that is known. */
export function judgeUnknown(
	action: "pause" | "stop-deployment",
	reason: string,
	event: DeploymentEvent,
	{ family }: Pick<ExaminedDeployment, "family">,
	{ rules, now }: Pick<WorkerPorts, "rules" | "now">,
): Judgement & Pick<ReturnType<typeof termsForUnread>, "exemption"> {
	const unread = { target: placeOf(event), family };
	const terms = { policy: rules.policy, action, now: now() };
	return { ...termsForUnread(reason, unread, terms), decision: decideUnread(reason, unread, terms) };
}

const placeOf = ({ service: { partition, account, region, cluster, name } }: DeploymentEvent): DeploymentPlace => ({
	...{ partition, account, region, cluster },
	service: name,
});

/**
 * The decision after the off switch was read, right before something is done. While it cannot be read, the answer is `wait`, as for
 * everything else; then the policy's `onUnknown` decides.
 */
export async function overrideBySwitch(
	{ decision, policy }: Judgement,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Judgement> {
	if (!canBeOverridden(decision)) return { decision, policy };
	const { name, read } = ports.offSwitch;
	const says = await attemptToRead(examined, ports, read);
	if (!wasRead(says) && isPatient(event, ports.now())) {
		const reason = describeUnreadSwitch(name, says.unread);
		return { decision: decision.kind === "wait" ? decision : inAMinute({ ...decision, reason }), policy };
	}
	return { decision: overrideDeployment(decision, { name, says }), policy };
}

/** The decision, or to wait if it is one without AWS's answers that may still come. */
const withPatience = (decision: DeploymentDecision, event: DeploymentEvent, now: string): DeploymentDecision =>
	decision.isUnchecked === true && isPatient(event, now) ? inAMinute(decision) : decision;

function isPatient({ time, attempt }: DeploymentEvent, now: string): boolean {
	const waitedMinutes = (Date.parse(now) - Date.parse(time)) / 60_000;
	return waitedMinutes < maxWaitMinutes || attempt < minAttempts;
}

const inAMinute = ({ because, reason }: DeploymentDecision): DeploymentDecision => ({
	...{ kind: "wait", outcome: null, because, reason },
	delaySeconds: retrySeconds,
});

/** A reading; why there is none, also if AWS may answer later or the code fails. */
export async function attemptToRead<T>(
	examined: ExaminedDeployment,
	{ telemetry }: Pick<WorkerPorts, "telemetry">,
	read: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof TryLaterError)) telemetry.blockFailed("the deployment could not be read", error, examined);
		return { unread: messageOf(error) };
	}
}
