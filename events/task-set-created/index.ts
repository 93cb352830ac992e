import { type CreatedTaskSet, type Envelope, type EventParser, objectAt, stringAt } from "../../core/event.ts";
import { fieldsIn } from "../../core/json.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { type Call, callIn, firstGiven, serviceIn } from "../ecs-call.ts";
import { accountRegionOf, isGiven, revisionArnAt, taskDefinitionAt } from "../names.ts";

/**
 * CodeDeploy or an external controller deploys to a service: check the service, and what the task set runs. ECS sends its own events of
 * deployments for its own deployment controller only, which has no task sets. Decides by detail-type and detail, because a replayed event
 * has another source.
 */
export const parse: EventParser = (envelope) => {
	const { detail, detailType } = envelope;
	if (detailType !== "AWS API Call via CloudTrail") return { kind: "other", reason: "the event is not an API call" };
	const name = stringAt(detail["eventName"], "detail.eventName");
	if (detail["eventSource"] !== "ecs.amazonaws.com" || name !== "CreateTaskSet") {
		return { kind: "other", reason: "the call creates no task set" };
	}
	if ((detail["errorCode"] ?? null) !== null) {
		return { kind: "ignore", reason: "the call failed and changed nothing" };
	}
	const call = callIn(envelope);
	const subjects = [serviceIn(envelope, call, "taskSet")];
	return { kind: "check", subjects, isDeployment: true, taskSet: taskSetIn(envelope, call) };
};

/**
 * From the response, or from the request if CloudTrail omits that. Fields: Amazon ECS API reference, TaskSet ("If an CodeDeploy deployment
 * created a task set, the externalId parameter contains the CodeDeploy deployment ID") and CreateTaskSet.
 */
function taskSetIn(envelope: Envelope, { request, response }: Call): CreatedTaskSet {
	const path = "detail.responseElements.taskSet";
	const described = objectAt(response["taskSet"] ?? {}, path);
	const inRequest = (key: string) => [request[key], `detail.requestParameters.${key}`] as const;
	const either = (key: string) => firstGiven([[described[key], `${path}.${key}`], inRequest(key)]);
	const arn = textOrNull(described["taskSetArn"], `${path}.taskSetArn`);
	const controller = controllerOf(envelope, described["startedBy"], arn);
	const [externalId] = either("externalId");
	const isCodeDeployment = typeof externalId === "string" && /^d-[A-Z0-9]{1,30}$/.test(externalId);
	return {
		...{ arn, controller, platformVersion: textOrNull(...either("platformVersion")) },
		...revisionOf(described["taskDefinition"], inRequest("taskDefinition"), accountRegionOf(envelope)),
		codeDeployment: controller === "CODE_DEPLOY" && isCodeDeployment ? externalId : null,
	};
}

/**
 * "If an CodeDeploy deployment created the task set, the startedBy parameter is CODE_DEPLOY. If an external deployment created the task
 * set, the startedBy field isn't used." CloudTrail names a service of AWS that makes a call in `invokedBy`.
 */
function controllerOf({ detail }: Envelope, startedBy: unknown, arn: string | null): CreatedTaskSet["controller"] {
	const { invokedBy } = fieldsIn(detail["userIdentity"]);
	if (startedBy === "CODE_DEPLOY" || invokedBy === "codedeploy.amazonaws.com") return "CODE_DEPLOY";
	return arn === null ? null : "EXTERNAL";
}

/** The response names a revision, by its ARN; the request may name the family only, whose newest revision ECS takes then. */
function revisionOf(
	described: unknown,
	[requested, path]: readonly [value: unknown, path: string],
	place: AccountRegion,
): Pick<CreatedTaskSet, "family" | "revision"> {
	if (isGiven(described)) {
		const { family, revision } = revisionArnAt(described, "detail.responseElements.taskSet.taskDefinition", place);
		return { family, revision };
	}
	return isGiven(requested) ? taskDefinitionAt(requested, path, place) : { family: null, revision: null };
}

const textOrNull = (value: unknown, path: string): string | null => (isGiven(value) ? stringAt(value, path) : null);
