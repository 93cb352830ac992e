import { type Envelope, objectAt, stringAt } from "../core/event.ts";
import type { ServiceSubject } from "../core/subject.ts";
import { accountRegionOf, ecsNameAt, isGiven, serviceArnAt } from "./names.ts";

/* What CloudTrail says of a call of the ECS API. */

type Fields = Readonly<Record<string, unknown>>;

/** The request and the response of a call; empty if CloudTrail omits them, as it does above 100 KB. */
export interface Call {
	readonly request: Fields;
	readonly response: Fields;
}

/** Throws MalformedEventError. */
export const callIn = ({ detail }: Envelope): Call => ({
	request: objectAt(detail["requestParameters"] ?? {}, "detail.requestParameters"),
	response: objectAt(detail["responseElements"] ?? {}, "detail.responseElements"),
});

/** A value of an event and its path. */
type Named = readonly [value: unknown, path: string];

/** The first value that is given, or the last one. */
export function firstGiven(named: readonly Named[]): Named {
	return named.find(([value]) => isGiven(value)) ?? (named.at(-1) as Named);
}

/** "If you do not specify a cluster, the default cluster is assumed." */
export const defaultCluster: Named = ["default", ""];

/** By the ARN in the response, or else by the request, which names the service by its name or ARN and may leave out the cluster. */
export function serviceIn(
	envelope: Envelope,
	{ request, response }: Call,
	part: "service" | "taskSet",
): ServiceSubject {
	const place = accountRegionOf(envelope);
	const inRequest: Named = [request["cluster"], "detail.requestParameters.cluster"];
	const clusterOf = (...inResponse: readonly Named[]): string =>
		ecsNameAt(...firstGiven([...inResponse, inRequest, defaultCluster]), place, "cluster");
	const path = `detail.responseElements.${part}`;
	const described = objectAt(response[part] ?? {}, path);
	if (isGiven(described["serviceArn"])) {
		const { cluster, name } = serviceArnAt(described["serviceArn"], `${path}.serviceArn`, place);
		const others = ["clusterArn", "cluster"].map((key): Named => [described[key], `${path}.${key}`]);
		return { kind: "service", ...place, cluster: cluster ?? clusterOf(...others), name };
	}
	const [value, valuePath] = firstGiven([
		[request["serviceArn"], "detail.requestParameters.serviceArn"],
		[request["serviceName"], "detail.requestParameters.serviceName"],
		[request["service"], "detail.requestParameters.service"],
	]);
	const given = stringAt(value, valuePath);
	// A name is checked like the last part of an ARN.
	const arn = `arn:${place.partition}:ecs:${place.region}:${place.account}:service/${given}`;
	const service = serviceArnAt(given.startsWith("arn:") ? given : arn, valuePath, place);
	return { kind: "service", ...place, cluster: service.cluster ?? clusterOf(), name: service.name };
}
