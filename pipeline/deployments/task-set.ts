import type { CreatedTaskSet } from "../../core/event.ts";
import { arnOf, type ServiceSubject } from "../../core/subject.ts";
import { isOffEverywhere } from "../../domain/blocks/decide.ts";
import { shortenReason } from "../../domain/blocks/reason.ts";
import { conclude } from "./act.ts";
import { allow } from "./decide.ts";
import { type Judgement, judgeRevision, judgeUnknown, overrideBySwitch, retrySeconds } from "./judge.ts";
import type { DeploymentEvent, Handled, WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

const action = "stop-deployment";

/**
 * CodeDeploy or an external controller deploys what the policy blocks: ECS can neither gate nor stop that, so it is reported, with what
 * to do. If it is unknown what is deployed, it is reported as not checked. Throws TryLaterError.
 */
export async function reportTaskSet(
	event: DeploymentEvent,
	taskSet: CreatedTaskSet,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Handled> {
	if (isOffEverywhere(ports.rules.policy, action))
		return conclude({ ...allow(`the policy's block.${action} is false`), did: "nothing" }, examined, ports);
	// Another task set of the service is another deployment, so its record must not replace this one.
	examined.deployment = taskSet.arn ?? `${arnOf(event.service)}/${event.time}`;
	const judged = await judgeTaskSet(event, taskSet, examined, ports);
	const { decision } = await overrideBySwitch(judged, event, examined, ports);
	const { kind, outcome, because, reason, isUnchecked, delaySeconds = retrySeconds } = decision;
	if (kind === "wait") return { kind: "again", delaySeconds, reason };
	if (outcome !== "done" && outcome !== "would-have")
		return conclude({ ...decision, action, did: "nothing" }, examined, ports);
	const isUnread = isUnchecked === true && because.length === 0;
	const refused = { ...decision, action, did: "nothing", outcome: isUnread ? "failed" : "not-possible" } as const;
	return conclude({ ...refused, reason: shortenReason(`${adviceFor(taskSet, event)}; ${reason}`) }, examined, ports);
}

async function judgeTaskSet(
	event: DeploymentEvent,
	{ family, revision, platformVersion }: CreatedTaskSet,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<Judgement> {
	if (family === null || revision === null) {
		const { partition, account, region } = event.service;
		const named = family === null ? null : ({ kind: "task-definition", partition, account, region, family } as const);
		return judgeUnknown(action, unknownRevision(event, family), event, { family: named }, ports);
	}
	const platformVersions = platformVersion === null ? [] : [platformVersion];
	const deployed = { family, revision, createdAt: null, platformVersions, digests: new Map<string, string>() };
	return judgeRevision(action, deployed, event, examined, ports);
}

function unknownRevision({ service, time }: DeploymentEvent, family: string | null): string {
	const { region, cluster, name } = service;
	const named = family === null ? "no task definition" : `only the family ${family}`;
	const command = `aws ecs describe-services --region ${region} --cluster ${cluster} --services ${name}`;
	const query = '--query "services[].taskSets[].[status,taskDefinition]"';
	return (
		`it is unknown what the task set of ${time} runs, because CloudTrail omits the response of CreateTaskSet, and the ` +
		`request names ${named}; look with ${command} ${query}`
	);
}

/** The command comes first, where no message cuts it. Options of the AWS CLI have the names of the API's parameters. */
function adviceFor({ controller, codeDeployment }: CreatedTaskSet, { service }: { readonly service: ServiceSubject }) {
	const id = codeDeployment ?? "ID";
	const stop = `aws deploy stop-deployment --region ${service.region} --deployment-id ${id} --auto-rollback-enabled`;
	const rollBack = `while the deployment ${id} of CodeDeploy is in progress, roll it back with ${stop}`;
	const shiftBack = "shift the traffic back to the task set before";
	const cannot = "deploys the service, and ECS cannot stop that";
	switch (controller) {
		case "CODE_DEPLOY":
			return `CodeDeploy ${cannot}; ${rollBack}`;
		case "EXTERNAL":
			return `an external controller ${cannot}; in the controller, ${shiftBack}`;
		default:
			return `CodeDeploy or an external controller ${cannot}; ${rollBack}, or in an external controller ${shiftBack}`;
	}
}
