import { type CreatedTaskSet, type Envelope, type EventParser, objectAt, stringAt } from "../../core/event.ts";
import { type Call, callIn, serviceIn } from "../ecs-call.ts";
import { accountRegionOf, isGiven, revisionArnAt } from "../names.ts";

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
	const taskSet = taskSetIn(envelope, call);
	return {
		...{ kind: "check", subjects: [serviceIn(envelope, call, "taskSet")], isDeployment: true },
		...(taskSet === null ? {} : { taskSet }),
	};
};

/** Null if CloudTrail omits the response, which alone says which revision a family without one means, and which task set was created. */
function taskSetIn(envelope: Envelope, { response }: Call): CreatedTaskSet | null {
	const path = "detail.responseElements.taskSet";
	const described = objectAt(response["taskSet"] ?? {}, path);
	const { taskSetArn, taskDefinition } = described;
	if (!isGiven(taskSetArn) || !isGiven(taskDefinition)) return null;
	const { family, revision } = revisionArnAt(taskDefinition, `${path}.taskDefinition`, accountRegionOf(envelope));
	return { arn: stringAt(taskSetArn, `${path}.taskSetArn`), family, revision };
}
