import { type EventParser, stringAt } from "../../core/event.ts";
import { accountRegionOf, serviceDeploymentArnAt } from "../names.ts";

/**
 * A deployment of a service waits in a PAUSE hook. Fields: Amazon ECS developer guide, "Amazon ECS service deployment hook state change
 * events". Decides by detail-type and detail, because a replayed event has another source.
 */
export const parse: EventParser = (envelope) => {
	const { detail } = envelope;
	if (envelope.detailType !== "ECS Hook State Change") {
		return { kind: "other", reason: "the event is not about a lifecycle hook" };
	}
	if (stringAt(detail["eventName"], "detail.eventName") !== "HOOK_AWAITING_ACTION") {
		return { kind: "other", reason: "the hook does not wait for an action" };
	}
	const place = accountRegionOf(envelope);
	const path = "detail.serviceDeploymentArn";
	const {
		arn: deployment,
		cluster,
		service: name,
	} = serviceDeploymentArnAt(detail["serviceDeploymentArn"], path, place);
	const id = stringAt(detail["hookId"], "detail.hookId");
	const stage = stringAt(detail["lifecycleStage"], "detail.lifecycleStage");
	return { kind: "check", subjects: [{ kind: "service", ...place, cluster, name }], hook: { id, deployment, stage } };
};
