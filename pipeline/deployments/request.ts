import { MalformedEventError } from "../../core/errors.ts";
import { objectAt, stringAt } from "../../core/event.ts";
import { fieldsIn } from "../../core/json.ts";
import type { AccountRegion } from "../../core/subject.ts";

/**
 * What ECS sends to a lifecycle hook. Fields: Amazon ECS developer guide, "Lambda hooks for Amazon ECS service deployments" ("Lifecycle
 * payloads"), whose examples have only the four common fields; ECS sends them in `executionDetails`, beside the stage and the deployment.
 */
export interface HookRequest extends AccountRegion {
	readonly serviceArn: string;
	readonly cluster: string;
	/** Name of the service. */
	readonly service: string;
	/** The service revision that is deployed; in a rollback, still the one that is given up. */
	readonly targetServiceRevisionArn: string;
	/** ARN of the service deployment; null if the request does not have it. */
	readonly deploymentArn: string | null;
	/** A stage such as PRE_SCALE_UP; null if the request does not have it. */
	readonly stage: string | null;
	/** What the service configures for the hook, and what the reply before passed on; empty if it is no object. */
	readonly hookDetails: Readonly<Record<string, unknown>>;
	/** Percent of the traffic by the ARN of the service revision; empty unless traffic is being shifted, or if they cannot be read. */
	readonly weights: { readonly test: TrafficWeights; readonly production: TrafficWeights };
}

type TrafficWeights = Readonly<Record<string, number>>;

/** Reads a request. Throws MalformedEventError, naming the first field that is wrong. */
export function parseHookRequest(input: unknown): HookRequest {
	const request = objectAt(input, "request");
	const details =
		request["executionDetails"] === undefined ? request : objectAt(request["executionDetails"], "executionDetails");
	const targetServiceRevisionArn = stringAt(details["targetServiceRevisionArn"], "targetServiceRevisionArn");
	const serviceArn = stringAt(details["serviceArn"], "serviceArn");
	return {
		...placeAndNames(targetServiceRevisionArn),
		serviceArn,
		targetServiceRevisionArn,
		deploymentArn: optionalText(request["resourceArn"], "resourceArn"),
		stage: optionalText(request["lifecycleStage"], "lifecycleStage"),
		hookDetails: fieldsIn(request["hookDetails"]),
		weights: {
			test: weightsIn(details["testTrafficWeights"]),
			production: weightsIn(details["productionTrafficWeights"]),
		},
	};
}

/** Form of the ARN: Service Authorization Reference of Amazon ECS, resource type `service-revision`. */
const revisionArn = /^arn:(aws[a-z-]*):ecs:([a-z0-9-]+):(\d+):service-revision\/([^/]+)\/([^/]+)\/[^/]+$/;

function placeAndNames(arn: string): AccountRegion & Pick<HookRequest, "cluster" | "service"> {
	const [, partition, region, account, cluster, service] = revisionArn.exec(arn) ?? [];
	if (!partition || !region || !account || !cluster || !service) {
		throw new MalformedEventError("targetServiceRevisionArn must be the ARN of a service revision");
	}
	return { partition, region, account, cluster, service };
}

const optionalText = (value: unknown, path: string): string | null =>
	value === undefined || value === null ? null : stringAt(value, path);

/** Weights that cannot be read say nothing about a shift; what else the request says is still true. */
function weightsIn(value: unknown): TrafficWeights {
	const weights = fieldsIn(value);
	return Object.values(weights).every((weight) => typeof weight === "number") ? (weights as TrafficWeights) : {};
}

/**
 * The stages that ECS also runs in a rollback, and the weights that shift in each (same page, "Lifecycle stage categories"). In the others
 * a weight of 0 says nothing: before the first shift, the new revision has no traffic yet.
 */
const shiftedIn = new Map<string, keyof HookRequest["weights"]>([
	["TEST_TRAFFIC_SHIFT", "test"],
	["PRODUCTION_TRAFFIC_SHIFT", "production"],
]);

/** Whether traffic shifts away from the target: its weight is 0, and another revision has some. */
export function shiftsBack({ stage, weights, targetServiceRevisionArn: target }: HookRequest): boolean {
	const shifted = stage === null ? [...shiftedIn.values()] : [shiftedIn.get(stage) ?? []].flat();
	return shifted
		.map((kind) => weights[kind])
		.some((of) => of[target] === 0 && Object.entries(of).some(([arn, weight]) => arn !== target && weight > 0));
}
