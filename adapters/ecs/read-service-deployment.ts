import {
	type DeploymentLifecycleHook,
	DescribeServiceDeploymentsCommand,
	type ECSClient,
	type ServiceDeployment,
} from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { callAws } from "../clients/call-aws.ts";
import { isoTimeOf } from "../clients/iso-time.ts";
import { isNamed, readingOf, UnusableAnswerError } from "../failures.ts";
import { hasNone } from "./deployment-pages.ts";
import { countResults, onlyItem } from "./only-item.ts";

const action = "ecs:DescribeServiceDeployments";

/** Resource types according to the Service Authorization Reference, which requires both. */
export const permissions: readonly Permission[] = [
	{ action, on: "service" },
	{ action, on: "service-deployment" },
];

/** A lifecycle hook in the configuration of a deployment. */
export interface ConfiguredHook {
	/** `AWS_LAMBDA` or `PAUSE`. */
	readonly type: string;
	/** ARN of the function; null for a PAUSE hook. */
	readonly target: string | null;
	readonly stages: readonly string[];
	/** Any JSON value; undefined if there is none. */
	readonly details: unknown;
}

/** A service deployment. Fields: Amazon ECS API reference, ServiceDeployment. */
export interface ServiceDeploymentFacts {
	readonly arn: string;
	readonly serviceArn: string;
	/** Such as IN_PROGRESS. */
	readonly status: string;
	/** ISO 8601; null if ECS does not return it. */
	readonly createdAt: string | null;
	/** ARN of the service revision that is deployed; in a rollback, still the one that is given up. */
	readonly target: string;
	/** ARNs of the service revisions that ran before; none in the first deployment of a service. */
	readonly sources: readonly string[];
	/** A rollback has begun, or the target is what ECS rolls back to. */
	readonly isRollback: boolean;
	/** Whether ECS rolls it back by itself, and since when (ISO 8601; null if ECS does not return it). */
	readonly rollback: { readonly isAutomatic: boolean; readonly startedAt: string | null };
	/** `ROLLING` if ECS returns none. */
	readonly strategy: string;
	/** A rolling deployment may be complete before all of its tasks run. */
	readonly hasEarlySuccess: boolean;
	readonly configuredHooks: readonly ConfiguredHook[];
	/** Hooks that have run or wait, with a status such as AWAITING_ACTION; `expiresAt`: ISO 8601, absent if ECS does not return it. */
	readonly hooks: readonly { readonly id: string; readonly status: string; readonly expiresAt?: string }[];
}

/**
 * In the reasons of rollbacks that nobody has asked for. The same reference documents no text, only that the circuit breaker may initiate a
 * rollback; that an alarm is named in the same way is assumed, and keeps a rollback from being taken for one on request.
 */
const automatic = /circuit[ -]?breaker|alarm/i;

/** Whether the circuit breaker or an alarm has rolled a deployment back (same reference, ServiceDeploymentRollbackMonitorsStatus). */
const isAutomatic = ({ rollback, deploymentCircuitBreaker, alarms }: ServiceDeployment): boolean =>
	[deploymentCircuitBreaker?.status, alarms?.status].includes("TRIGGERED") || automatic.test(rollback?.reason ?? "");

/** Reads one service deployment; null when there is none. Throws TryLaterError. */
export function readServiceDeployment(client: ECSClient, arn: string): Promise<Reading<ServiceDeploymentFacts | null>> {
	return readingOf(action, describe(client, arn));
}

async function describe(client: ECSClient, arn: string): Promise<ServiceDeploymentFacts | null> {
	const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
	try {
		const { serviceDeployments: items, failures } = await callAws(action, (options) => client.send(command, options), {
			isComplete: (answer) => countResults({ items: answer.serviceDeployments, failures: answer.failures }) > 0,
		});
		const found = onlyItem(action, { items, failures });
		return found === null ? null : factsOf(arn, found);
	} catch (error) {
		if (isNamed(error, ...hasNone)) return null;
		throw error;
	}
}

function factsOf(arn: string, deployment: ServiceDeployment): ServiceDeploymentFacts {
	const { serviceArn, status, createdAt, targetServiceRevision, sourceServiceRevisions = [], rollback } = deployment;
	const { deploymentConfiguration: configuration, lifecycleHookDetails = [] } = deployment;
	const target = targetServiceRevision?.arn;
	if (serviceArn === undefined || status === undefined || target === undefined) {
		throw new UnusableAnswerError(`${action} returned a deployment without its service, status or target`);
	}
	return {
		arn,
		serviceArn,
		status,
		createdAt: isoTimeOf(createdAt),
		target,
		sources: sourceServiceRevisions.flatMap(({ arn: source }) => source ?? []),
		isRollback: rollback?.startedAt !== undefined || rollback?.serviceRevisionArn === target,
		rollback: { isAutomatic: isAutomatic(deployment), startedAt: isoTimeOf(rollback?.startedAt) },
		strategy: configuration?.strategy ?? "ROLLING",
		hasEarlySuccess: configuration?.earlySuccessCriteria?.enable === true,
		configuredHooks: (configuration?.lifecycleHooks ?? []).map(hookOf),
		hooks: lifecycleHookDetails.flatMap(({ hookId, status: state, expiresAt }) => {
			if (hookId === undefined || state === undefined) return [];
			const time = isoTimeOf(expiresAt);
			return [{ id: hookId, status: state, ...(time === null ? {} : { expiresAt: time }) }];
		}),
	};
}

/** "If not specified, the default value is AWS_LAMBDA" (same reference, DeploymentLifecycleHook). */
const hookOf = (hook: DeploymentLifecycleHook): ConfiguredHook => ({
	type: hook.targetType ?? "AWS_LAMBDA",
	target: hook.hookTargetArn ?? null,
	stages: hook.lifecycleStages ?? [],
	details: hook.hookDetails,
});
