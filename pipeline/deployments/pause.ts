import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { WaitingHook } from "../../core/event.ts";
import { wasRead } from "../../core/reading.ts";
import { truncate } from "../../core/text.ts";
import { standingOf } from "../../domain/services/rollback.ts";
import { actOnce, conclude } from "./act.ts";
import { allow, type DeploymentDecision } from "./decide.ts";
import { needsPauseTag, ownerOfPause, readPauseTag } from "./hooks.ts";
import { attemptToRead, judgeRevision, overrideBySwitch } from "./judge.ts";
import { recordAfterRollback, settle } from "./settle.ts";
import { type DeploymentEvent, done, type Handled, type WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

const action = "pause";
const retrySeconds = 60;
/** For a record's reason with both commands, of which a message to Slack shows 1,500 characters, and for the cause in it. */
const [maxLeft, minWhy] = [1_400, 100];

/**
 * A deployment waits in a PAUSE hook: if the hook is there for Shipshape, lets the deployment go on, or has it rolled back if it would run
 * what the policy blocks. Manual approvals are never answered. Throws TryLaterError.
 */
export async function pause(
	event: DeploymentEvent,
	hook: WaitingHook,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	examined.deployment = hook.deployment;
	const read = await attemptToRead(examined, ports, () => ports.readServiceDeployment(hook.deployment));
	if (!wasRead(read)) return later(read.unread, event, examined, ports);
	const deployment = read.value;
	if (deployment === null) return skip(examined, "the deployment does not exist any more", ports);
	if (standingOf(deployment) === "given-up") {
		await settle({ deployment: deployment.arn, action }, ports, async (record) =>
			recordAfterRollback(record, deployment),
		);
		return skip(examined, "ECS is not deploying the revision any more", ports);
	}
	const waits = deployment.hooks.some(({ id, status }) => id === hook.id && status === "AWAITING_ACTION");
	if (standingOf(deployment) !== "open" || !waits) return skip(examined, "the hook does not wait any more", ports);
	const tag = await readPauseTag(needsPauseTag(deployment, [hook.stage]), event, examined, ports);
	if (!wasRead(tag)) return later(tag.unread, event, examined, ports);
	switch (ownerOfPause(deployment, hook.stage, tag.value)) {
		case "foreign":
			return skip(examined, "the hook does not wait for Shipshape", ports);
		case "unclear":
			ports.telemetry.blockFailed("the hook is not answered", new Error(unclear), examined);
			return done;
		case "ours":
			return answer(deployment, event, hook, examined, ports);
	}
}

const unclear =
	"there is another PAUSE hook in the same stage, and ECS does not say which of them waits; move one of them to another stage";

async function answer(
	deployment: ServiceDeploymentFacts,
	event: DeploymentEvent,
	hook: WaitingHook,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	examined.serviceRevision = deployment.target;
	const judged = await judgeRevision(action, deployment.target, event, examined, ports);
	const { decision, policy } = await overrideBySwitch(judged, event, examined, ports);
	switch (decision.kind) {
		case "wait":
			return { kind: "again", delaySeconds: decision.delaySeconds ?? retrySeconds, reason: decision.reason };
		case "allow":
			// The record comes first: once the hook is answered, another delivery of the event finds nothing to do.
			await conclude({ ...decision, action, did: "continue" }, examined, ports);
			await letGoOn(hook, ports);
			return done;
		case "refuse": {
			if (policy.block.onPausedFailure === "leave") {
				const reason = leftReason(decision, hook, event);
				const until = deployment.hooks.find(({ id }) => id === hook.id)?.expiresAt;
				const waitsIn = { deployment: hook.deployment, hook: hook.id, ...(until === undefined ? {} : { until }) };
				const left = { ...decision, action, did: "nothing", outcome: "not-possible", reason, waitsIn } as const;
				return conclude(left, examined, ports);
			}
			const run = () => ports.continueDeployment(hook, "ROLLBACK");
			return actOnce({ deployment: deployment.arn, action, did: "roll-back", decision, run }, examined, ports);
		}
	}
}

/** Throws TryLaterError if it could not be done. */
async function letGoOn(hook: WaitingHook, ports: WorkerPorts): Promise<void> {
	const result = await ports.continueDeployment(hook, "CONTINUE");
	if ("reason" in result && result.outcome !== "unconfirmed") throw new TryLaterError(result.reason);
}

/** The exact commands for both answers; options of the AWS CLI have the names of the API's parameters. */
function leftReason(
	{ reason }: DeploymentDecision,
	{ deployment, id }: WaitingHook,
	{ service }: DeploymentEvent,
): string {
	const command = (answer: string): string =>
		`aws ecs continue-service-deployment --region ${service.region} --service-deployment-arn ${deployment} --hook-id ${id} --action ${answer}`;
	const commands = `to roll it back: ${command("ROLLBACK")}; to let it go on: ${command("CONTINUE")}`;
	// Half a command is none, so the cause is cut instead.
	return `${truncate(reason, Math.max(minWhy, maxLeft - commands.length))}; ${commands}`;
}

/** Until it is known whether the hook is there for Shipshape, it is not answered; in the end ECS's own time-out does. */
async function later(
	reason: string,
	event: DeploymentEvent,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	if (event.attempt <= maxAttempts) return { kind: "again", delaySeconds: retrySeconds, reason };
	ports.telemetry.blockFailed("the hook is not answered", new Error(reason), examined);
	return done;
}

/** With a minute between them, an outage of an hour keeps no deployment waiting. */
const maxAttempts = 90;

const skip = (examined: ExaminedDeployment, reason: string, ports: WorkerPorts): Promise<Handled> =>
	conclude({ ...allow(reason), did: "nothing" }, examined, ports);
