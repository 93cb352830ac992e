import { type EventParser, stringAt } from "../../core/event.ts";
import { accountRegionOf, ecsNameAt, serviceArnAt } from "../names.ts";

const started = "SERVICE_DEPLOYMENT_IN_PROGRESS";

/** Names of the events that ECS sends when a deployment or its rollback starts, completes and fails. */
const eventNames: readonly string[] = [started, "SERVICE_DEPLOYMENT_COMPLETED", "SERVICE_DEPLOYMENT_FAILED"];

/**
 * A deployment of a service, or its rollback, has started or ended: check the service. The event names neither the task definition
 * nor, in the documented detail, the cluster, which the older form of a service's ARN does not have either.
 * Decides by detail-type and detail, because a replayed event has another source.
 */
export const parse: EventParser = (envelope) => {
	if (envelope.detailType !== "ECS Deployment State Change") {
		return { kind: "other", reason: "the event is not about a deployment" };
	}
	const { detail, resources } = envelope;
	if (!eventNames.includes(stringAt(detail["eventName"], "detail.eventName"))) {
		return { kind: "other", reason: "the deployment has neither started nor ended" };
	}
	const place = accountRegionOf(envelope);
	const { cluster: inArn, name } = serviceArnAt(resources[0], "resources[0]", place);
	const named = detail["clusterArn"] ?? null;
	const cluster = inArn ?? (named === null ? null : ecsNameAt(named, "detail.clusterArn", place, "cluster"));
	if (cluster === null) {
		return { kind: "ignore", reason: "the event does not name the cluster: the service's ARN has the older form" };
	}
	return { kind: "check", subjects: [{ kind: "service", ...place, cluster, name }], isDeployment: true };
};

/** As `parse`, but one that has ended is ignored: it cannot be stopped any more. */
export const parseStart: EventParser = (envelope) => {
	const parsed = parse(envelope);
	return parsed.kind === "check" && envelope.detail["eventName"] !== started
		? { kind: "ignore", reason: "the deployment has ended" }
		: parsed;
};
