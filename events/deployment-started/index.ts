import { type EventParser, stringAt } from "../../core/event.ts";
import { accountRegionOf, serviceArnAt } from "../names.ts";

/**
 * A deployment of a service, or its rollback, has started. Services are not checked yet, so the event ends here.
 * Decides by detail-type and detail, because a replayed event has another source.
 */
export const parse: EventParser = (envelope) => {
	if (envelope.detailType !== "ECS Deployment State Change") {
		return { kind: "other", reason: "the event is not about a deployment" };
	}
	if (stringAt(envelope.detail["eventName"], "detail.eventName") !== "SERVICE_DEPLOYMENT_IN_PROGRESS") {
		return { kind: "other", reason: "the deployment has not just started" };
	}
	serviceArnAt(envelope.resources[0], "resources[0]", accountRegionOf(envelope));
	return {
		kind: "ignore",
		reason: "services are not checked; their task definitions were checked when they were registered",
	};
};
