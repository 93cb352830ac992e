import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import { wasRead } from "../../core/reading.ts";
import { isOffEverywhere } from "../../domain/blocks/decide.ts";
import { standingOf } from "../../domain/services/rollback.ts";
import { actUnlessOverridden, conclude } from "./act.ts";
import { allow } from "./decide.ts";
import { decidingHooks, isOnEverywhere, needsPauseTag, pauseStages, readPauseTag } from "./hooks.ts";
import { attemptToRead, type Judgement, judgeRevision, judgeUnread, overrideBySwitch } from "./judge.ts";
import { runsAlready } from "./runs-already.ts";
import { setBackCompleted } from "./set-back.ts";
import { recordAfterRollback, recordAfterSetBack, settle } from "./settle.ts";
import type { DeploymentEvent, Handled, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

const action = "stop-deployment";

/** ECS creates a deployment before it sends that it has started. A pending one may be older, but hardly so much. */
const createdBeforeMs = 3_600_000;
/** ECS may not list yet what it has announced. */
const listedWithinMs = 120_000;
const listDelaySeconds = 30;
/** Of one service since one event. */
const maxOlder = 5;

/**
 * A deployment of a service has started: stops it if it would run what the policy blocks, so that ECS rolls it back. What the event says
 * is a hint: the newest deployment of the service is what counts, as AWS describes it now. Throws TryLaterError.
 */
export async function stop(event: DeploymentEvent, examined: ExaminedDeployment, ports: WorkerPorts): Promise<Handled> {
	if (isOffEverywhere(ports.rules.policy, action))
		return skip(examined, `the policy's block.${action} is false`, ports);
	const since = new Date(Date.parse(event.time) - createdBeforeMs).toISOString();
	const listed = await attemptToRead(examined, ports, () => ports.listDeployments(event.service, since));
	if (!wasRead(listed)) return handleUnread(listed.unread, event, examined, ports);
	const [newest, ...older] = listed.value;
	if (event.isRedelivered) for (const arn of older.slice(0, maxOlder)) await settleOlder(arn, ports);
	if (newest === undefined) return handleMissing(event, examined, ports);
	examined.deployment = newest;
	const deployment = await attemptToRead(examined, ports, () => ports.readServiceDeployment(newest));
	if (!wasRead(deployment)) return handleUnread(deployment.unread, event, examined, ports);
	if (deployment.value === null) return skip(examined, "the deployment does not exist any more", ports);
	return decideAbout(deployment.value, sinceCreation(event, deployment.value), examined, ports);
}

/** A late event may be about an earlier deployment: the wait for AWS counts from the creation of the one that is decided about. */
const sinceCreation = (event: DeploymentEvent, { createdAt }: ServiceDeploymentFacts): DeploymentEvent =>
	createdAt !== null && Date.parse(createdAt) > Date.parse(event.time) ? { ...event, time: createdAt } : event;

/** An earlier deployment, which may have completed because the call that should stop it was never answered, and never made. */
async function settleOlder(arn: string, ports: WorkerPorts): Promise<void> {
	await settle({ deployment: arn, action }, ports, async (record) => {
		const deployment = await ports.readServiceDeployment(arn);
		return wasRead(deployment) ? recordAfterRollback(record, deployment.value) : null;
	});
	await settle({ deployment: arn, action: "set-back" }, ports, async (record) => recordAfterSetBack(record));
}

async function decideAbout(
	deployment: ServiceDeploymentFacts,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	const standing = standingOf(deployment);
	if (standing === "given-up") {
		await settle({ deployment: deployment.arn, action }, ports, async (record) =>
			recordAfterRollback(record, deployment),
		);
		return skip(examined, "ECS is not deploying the revision any more", ports);
	}
	if (standing === "ended") return skip(examined, `the deployment has ended (${deployment.status})`, ports);
	const tag = await readPauseTag(needsPauseTag(deployment, pauseStages(deployment)), event, examined, ports);
	if (!wasRead(tag)) return handleUnread(tag.unread, event, examined, ports);
	const hooks = decidingHooks(deployment, ports.gateArn, tag.value);
	const left = () => skip(examined, "a lifecycle hook decides about it", ports);
	if (hooks.some((hook) => isOnEverywhere(ports.rules.policy, hook))) return left();
	examined.serviceRevision = deployment.target;
	const judged = await judgeRevision(action, deployment.target, event, examined, ports);
	if (hooks.some((hook) => judged.policy.block[hook])) return left();
	const judgement = await overrideBySwitch(judged, event, examined, ports);
	const { decision } = judgement;
	if (standing === "complete") return setBackCompleted(deployment, judgement, event, examined, ports);
	if (decision.kind === "wait") return decideAgain(judgement);
	if (deployment.sources.length === 0 && isBlockWanted(judgement)) {
		const reason = `it is the first deployment of the service, which has nothing to go back to; ${decision.reason}`;
		return conclude({ ...decision, action, did: "nothing", outcome: "not-possible", reason }, examined, ports);
	}
	if (isBlockWanted(judgement) && (await runsAlready(deployment, examined, ports))) {
		const reason = `what runs already fails in the same way, so there is nothing better to go back to; ${decision.reason}`;
		return conclude({ ...decision, action, did: "nothing", outcome: "not-possible", reason }, examined, ports);
	}
	if (decision.kind === "allow") return conclude({ ...decision, action, did: "nothing" }, examined, ports);
	const run = () => ports.stopDeployment(deployment.arn);
	const orElse = async (): Promise<Handled | null> => {
		const completed = await completedEarly(deployment, judgement, examined, ports);
		return completed === null ? null : setBackCompleted(completed, judgement, event, examined, ports);
	};
	const act = { deployment: deployment.arn, action, did: "stop", decision, run, orElse } as const;
	return actUnlessOverridden(act, judgement, event, examined, ports);
}

/** The deployment as ECS describes it now, if it has won the race and the service can still be set back; otherwise null. */
async function completedEarly(
	{ arn, hasEarlySuccess }: ServiceDeploymentFacts,
	{ policy }: Judgement,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<ServiceDeploymentFacts | null> {
	if (!policy.block["set-back"] || !hasEarlySuccess) return null;
	const now = await attemptToRead(examined, ports, () => ports.readServiceDeployment(arn));
	return wasRead(now) && now.value !== null && standingOf(now.value) === "complete" ? now.value : null;
}

/** It would be stopped if nothing but the policy's mode were in the way. */
const isBlockWanted = ({ decision: { outcome } }: Judgement): boolean => outcome === "done" || outcome === "would-have";

const decideAgain = ({ decision: { reason, delaySeconds = listDelaySeconds } }: Judgement): Handled => ({
	kind: "again",
	delaySeconds,
	reason,
});

/** ECS lists no deployment: it does not yet, or the service has another deployment controller, which ECS cannot stop. */
async function handleMissing(
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	const service = await attemptToRead(examined, ports, () => ports.readService(event.service, ports.now()));
	if (!wasRead(service)) return handleUnread(service.unread, event, examined, ports);
	if (service.value === null) return skip(examined, "the service does not exist any more", ports);
	const { deploymentController: controller } = service.value.facts;
	if (controller === "ECS") {
		const isNew = Date.parse(ports.now()) - Date.parse(event.time) < listedWithinMs;
		const reason = "ECS lists no deployment of the service since the event";
		return isNew ? { kind: "again", delaySeconds: listDelaySeconds, reason } : skip(examined, reason, ports);
	}
	const reason = `the deployment controller ${controller} deploys with task sets, so ECS has no deployment that could be stopped`;
	return skip(examined, reason, ports);
}

/** Without the deployment there is nothing to stop, whatever the policy says. */
async function handleUnread(
	reason: string,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	const judgement = judgeUnread(action, reason, event, examined, ports);
	const { decision } = judgement;
	if (decision.kind === "wait") return decideAgain(judgement);
	const outcome = decision.kind === "refuse" ? "failed" : decision.outcome;
	// Without the deployment's ARN, the time tells it from the next one of the service that cannot be read.
	const which = examined.deployment === null ? `the deployment of ${event.time}: ` : "";
	return conclude(
		{ ...decision, action, did: "nothing", outcome, reason: `${which}${decision.reason}` },
		examined,
		ports,
	);
}

const skip = (examined: ExaminedDeployment, reason: string, ports: WorkerPorts): Promise<Handled> =>
	conclude({ ...allow(reason), did: "nothing" }, examined, ports);
