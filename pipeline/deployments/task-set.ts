import type { CreatedTaskSet } from "../../core/event.ts";
import { isOffEverywhere } from "../../domain/blocks/decide.ts";
import { conclude } from "./act.ts";
import { allow } from "./decide.ts";
import { judgeRevision, overrideBySwitch, retrySeconds } from "./judge.ts";
import type { DeploymentEvent, Handled, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

const action = "stop-deployment";

/**
 * CodeDeploy or an external controller deploys what the policy blocks: ECS can neither gate nor stop that, so it is reported. Throws
 * TryLaterError.
 */
export async function reportTaskSet(
	event: DeploymentEvent,
	{ arn, family, revision }: CreatedTaskSet,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	if (isOffEverywhere(ports.rules.policy, action))
		return conclude({ ...allow(`the policy's block.${action} is false`), did: "nothing" }, examined, ports);
	examined.deployment = arn;
	const deployed = { family, revision, createdAt: null, platformVersions: [], digests: new Map<string, string>() };
	const judged = await judgeRevision(action, deployed, event, examined, ports);
	const { decision } = await overrideBySwitch(judged, event, examined, ports);
	const { kind, outcome, reason, delaySeconds = retrySeconds } = decision;
	if (kind === "wait") return { kind: "again", delaySeconds, reason };
	if (outcome !== "done" && outcome !== "would-have")
		return conclude({ ...decision, action, did: "nothing" }, examined, ports);
	const why = "CodeDeploy or an external controller deploys the service, and ECS cannot stop that";
	const refused = { ...decision, action, did: "nothing", outcome: "not-possible" } as const;
	return conclude({ ...refused, reason: `${why}; ${reason}` }, examined, ports);
}
