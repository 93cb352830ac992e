import { type Envelope, type EventParser, objectAt, type ParsedEvent, stringAt } from "../../core/event.ts";
import type { Subject } from "../../core/subject.ts";
import { type Call, callIn, defaultCluster, firstGiven, serviceIn } from "../ecs-call.ts";
import { accountRegionOf, ecsNameAt, revisionArnAt, serviceArnAt } from "../names.ts";

/** Operations of the ECS API by the resource whose facts they change; names and fields as in its service model. */
const calls: Readonly<Record<string, "service" | "task-set" | "cluster" | "capacity-provider" | "tags">> = {
	CreateService: "service",
	UpdateService: "service",
	DeleteService: "service",
	CreateExpressGatewayService: "service",
	UpdateExpressGatewayService: "service",
	DeleteExpressGatewayService: "service",
	UpdateServicePrimaryTaskSet: "task-set",
	DeleteTaskSet: "task-set",
	CreateCluster: "cluster",
	UpdateCluster: "cluster",
	UpdateClusterSettings: "cluster",
	PutClusterCapacityProviders: "cluster",
	DeleteCluster: "cluster",
	CreateCapacityProvider: "capacity-provider",
	UpdateCapacityProvider: "capacity-provider",
	DeleteCapacityProvider: "capacity-provider",
	TagResource: "tags",
	UntagResource: "tags",
};

/**
 * A service, a cluster or a capacity provider was created, deleted, or has other settings or tags: check it. Decides by detail-type
 * and detail, because a replayed event has another source.
 */
export const parse: EventParser = (envelope) => {
	const { detail } = envelope;
	if (envelope.detailType !== "AWS API Call via CloudTrail") {
		return { kind: "other", reason: "the event is not an API call" };
	}
	const name = stringAt(detail["eventName"], "detail.eventName");
	// Amazon EKS, Lambda and others have operations with the same names.
	if (detail["eventSource"] !== "ecs.amazonaws.com" || !Object.hasOwn(calls, name)) {
		return { kind: "other", reason: "the call changes no service, cluster or capacity provider of ECS" };
	}
	if ((detail["errorCode"] ?? null) !== null) {
		return { kind: "ignore", reason: "the call failed and changed nothing" };
	}
	return checkOf(envelope, calls[name], callIn(envelope));
};

function checkOf(envelope: Envelope, changed: (typeof calls)[string] | undefined, call: Call): ParsedEvent {
	switch (changed) {
		case "tags":
			return taggedIn(envelope, call);
		case "cluster":
			return { kind: "check", subjects: [clusterIn(envelope, call)] };
		case "capacity-provider":
			return { kind: "check", subjects: [capacityProviderIn(envelope, call)] };
		case "task-set":
			// ECS documents its deployment events for its own deployment controller only, which has no task sets.
			return { kind: "check", subjects: [serviceIn(envelope, call, "taskSet")], isDeployment: true };
		default:
			return { kind: "check", subjects: [serviceIn(envelope, call, "service")] };
	}
}

function clusterIn(envelope: Envelope, { request, response }: Call): Subject {
	const place = accountRegionOf(envelope);
	const described = objectAt(response["cluster"] ?? {}, "detail.responseElements.cluster");
	const [value, path] = firstGiven([
		[described["clusterArn"], "detail.responseElements.cluster.clusterArn"],
		[request["cluster"], "detail.requestParameters.cluster"],
		[request["clusterName"], "detail.requestParameters.clusterName"],
		defaultCluster,
	]);
	return { kind: "cluster", ...place, name: ecsNameAt(value, path, place, "cluster") };
}

/** Its name is in every request: as `name`, or as `capacityProvider` when it is deleted. */
function capacityProviderIn(envelope: Envelope, { request, response }: Call): Subject {
	const place = accountRegionOf(envelope);
	const described = objectAt(response["capacityProvider"] ?? {}, "detail.responseElements.capacityProvider");
	const [value, path] = firstGiven([
		[described["name"], "detail.responseElements.capacityProvider.name"],
		[request["name"], "detail.requestParameters.name"],
		[request["capacityProvider"], "detail.requestParameters.capacityProvider"],
	]);
	return { kind: "capacity-provider", ...place, name: ecsNameAt(value, path, place, "capacity-provider") };
}

/** Tags decide which scopes of the policy apply. Tasks and container instances have tags too, but no controls. */
function taggedIn(envelope: Envelope, { request }: Call): ParsedEvent {
	const place = accountRegionOf(envelope);
	const path = "detail.requestParameters.resourceArn";
	const arn = stringAt(request["resourceArn"], path);
	const [, type] = /^arn:[^:]+:ecs:[^:]*:[^:]*:([a-z-]+)\//.exec(arn) ?? [];
	switch (type) {
		case "service": {
			// A service can only be tagged if its ARN has the newer form.
			const { cluster, name: service } = serviceArnAt(arn, path, place);
			if (cluster === null) return { kind: "ignore", reason: "the service's ARN does not name its cluster" };
			return { kind: "check", subjects: [{ kind: "service", ...place, cluster, name: service }] };
		}
		case "cluster":
		case "capacity-provider":
			return { kind: "check", subjects: [{ kind: type, ...place, name: ecsNameAt(arn, path, place, type) }] };
		case "task-definition": {
			const { family } = revisionArnAt(arn, path, place);
			return { kind: "check", subjects: [{ kind: "task-definition", ...place, family }] };
		}
		default:
			return { kind: "ignore", reason: "the tags are of a resource that is not checked" };
	}
}
