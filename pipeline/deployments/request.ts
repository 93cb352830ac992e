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
	/** Percent of the traffic by the ARN of the service revision; empty unless traffic is being shifted. */
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
			test: weightsAt(details["testTrafficWeights"], "testTrafficWeights"),
			production: weightsAt(details["productionTrafficWeights"], "productionTrafficWeights"),
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

function weightsAt(value: unknown, path: string): TrafficWeights {
	if (value === undefined || value === null) return {};
	const weights = Object.entries(objectAt(value, path));
	for (const [arn, weight] of weights) {
		if (typeof weight !== "number") throw new MalformedEventError(`${path} of ${arn} must be a number`);
	}
	return Object.fromEntries(weights) as TrafficWeights;
}

/**
 * The stages that ECS also runs in a rollback, with the weights that traffic shifts back to (same page, "Lifecycle stage categories"). In
 * the others a weight of 0 says nothing: before the first shift, the new revision has no traffic yet.
 */
const shifts: readonly string[] = ["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"];

/** Whether traffic shifts away from the target: its weight is 0, and another revision has some. */
export function shiftsBack({ stage, weights, targetServiceRevisionArn: target }: HookRequest): boolean {
	if (stage !== null && !shifts.includes(stage)) return false;
	return [weights.test, weights.production].some(
		(of) => of[target] === 0 && Object.entries(of).some(([arn, weight]) => arn !== target && weight > 0),
	);
}
