import type { DeploymentCircuitBreaker, DeploymentLifecycleHook, Service } from "@aws-sdk/client-ecs";
import type { ServiceFacts } from "../../core/facts.ts";
import { arnOf, type ServiceSubject } from "../../core/subject.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { ownerOfPauses, pauseTag } from "../../domain/services/pause-hooks.ts";
import { isOnFargate, type Running, runningIn } from "./platform-versions.ts";

/** A revision of a task definition. */
export interface RevisionName {
	readonly family: string;
	readonly revision: number;
}

/** A service as DescribeServices returns it. The facts about its task definition come from other calls and the policy. */
export interface DescribedService {
	readonly facts: Omit<ServiceFacts, "definition" | "blockingFailures" | "gateExemption" | "isPauseJudged">;
	/** Null if ECS returns none. */
	readonly runs: RevisionName | null;
}

/** The facts in a response of DescribeServices with tags; shapes as in the service model of ECS. */
export function describedServiceOf(service: Service, subject: ServiceSubject, readAt: string): DescribedService {
	const { deploymentController, schedulingStrategy, desiredCount, deploymentConfiguration } = service;
	const running = runningIn(service);
	const facts: DescribedService["facts"] = {
		kind: "service",
		cluster: subject.cluster,
		name: subject.name,
		arn: arnOf(subject),
		launchTypes: [...new Set(running.flatMap(launchTypeOf))].sort(),
		deploymentController: deploymentController?.type ?? "ECS",
		deploymentStrategy: deploymentConfiguration?.strategy ?? "ROLLING",
		lifecycleHooks: lifecycleHooksOf(deploymentConfiguration?.lifecycleHooks ?? [], service.tags),
		schedulingStrategy: schedulingStrategy ?? "REPLICA",
		desiredCount: desiredCount ?? 0,
		circuitBreaker: circuitBreakerOf(deploymentConfiguration?.deploymentCircuitBreaker),
		isExecEnabled: service.enableExecuteCommand === true,
		networks: [service, ...running.filter((one) => one !== service)].map((one) => ({
			of: nameOf(one),
			assignPublicIp: one.networkConfiguration?.awsvpcConfiguration?.assignPublicIp ?? null,
		})),
		platformVersions: running.filter(runsOnFargate).map((one) => ({
			of: nameOf(one),
			// "If one isn't specified, the LATEST platform version is used."
			version: one.platformVersion ?? "LATEST",
			family: one.platformFamily?.toUpperCase() ?? null,
		})),
		tags: resourceTagsOf(service.tags),
		readAt,
	};
	return { facts, runs: revisionIn(service) };
}

const nameOf = ({ id }: Running & { readonly id?: string | undefined }): string => id ?? "service";

/**
 * A service with a capacity provider strategy has no launch type. Of the providers, the name says that of FARGATE and FARGATE_SPOT
 * only; of all others it is unknown, because one is either an Auto Scaling group or Managed Instances.
 */
function launchTypeOf(running: Running): string | readonly string[] {
	return running.launchType ?? (runsOnFargate(running) ? "FARGATE" : []);
}

/** Without a launch type and a strategy, only a service on Fargate has a platform version. */
function runsOnFargate(running: Running): boolean {
	const { launchType, capacityProviderStrategy = [], platformVersion } = running;
	const isStated = launchType !== undefined || capacityProviderStrategy.length > 0 || platformVersion !== undefined;
	return isStated && isOnFargate(running);
}

/** `AWS_LAMBDA` is the default type of a hook. PAUSE hooks that are not there for Shipshape gate nothing by the policy. */
function lifecycleHooksOf(
	hooks: readonly DeploymentLifecycleHook[],
	tags: Service["tags"] = [],
): ServiceFacts["lifecycleHooks"] {
	const tag = tags.find(({ key }) => key === pauseTag)?.value;
	const pauses = hooks.filter(({ targetType }) => targetType === "PAUSE");
	const isOurs = (stage: string): boolean => {
		const here = pauses.filter(({ lifecycleStages }) => lifecycleStages?.some((one) => one === stage));
		return (
			ownerOfPauses(
				here.map(({ hookDetails }) => hookDetails),
				stage,
				tag,
			) === "ours"
		);
	};
	return hooks.flatMap((hook): ServiceFacts["lifecycleHooks"] => {
		const { targetType = "AWS_LAMBDA", hookTargetArn = "", lifecycleStages = [] } = hook;
		const timeout = timeoutOf(hook);
		if (targetType === "AWS_LAMBDA")
			return [{ function: functionNameIn(hookTargetArn), stages: lifecycleStages, timeout }];
		const stages = targetType === "PAUSE" ? lifecycleStages.filter(isOurs) : [];
		return stages.length === 0 ? [] : [{ function: null, stages, timeout }];
	});
}

/** The ARN of a function ends with its name, or with a version or an alias after it. */
const functionNameIn = (arn: string): string => /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(arn)?.[1] ?? arn;

/** For hooks of both types, "Default: 1440 (24 hours)" and "Default: ROLLBACK" (DeploymentLifecycleHookTimeoutConfiguration). */
const timeoutOf = ({ timeoutConfiguration: { timeoutInMinutes, action } = {} }: DeploymentLifecycleHook) => ({
	minutes: timeoutInMinutes ?? 1_440,
	action: action ?? "ROLLBACK",
});

/** The defaults of a threshold are BOUNDED_PERCENT and 50. */
function circuitBreakerOf(breaker: DeploymentCircuitBreaker | undefined): ServiceFacts["circuitBreaker"] {
	if (breaker === undefined) return null;
	const { enable, rollback, thresholdConfiguration } = breaker;
	const threshold =
		thresholdConfiguration === undefined
			? null
			: { type: thresholdConfiguration.type ?? "BOUNDED_PERCENT", value: thresholdConfiguration.value ?? 50 };
	return { isEnabled: enable === true, rollsBack: rollback === true, threshold };
}

/**
 * With CodeDeploy and external controllers the PRIMARY task set serves the production traffic. Otherwise the service names the revision of
 * its last deployment, which may not run yet, and never does if a hook refuses it or its tasks do not start.
 */
function revisionIn({ taskSets = [], deployments = [], taskDefinition }: Service): RevisionName | null {
	const primary = taskSets.find(({ status }) => status === "PRIMARY")?.taskDefinition;
	const running = deployments.filter(({ runningCount = 0 }) => runningCount > 0);
	const runs = running.find(({ status }) => status === "PRIMARY") ?? running[0];
	const [, family, revision] =
		/(?:^|\/)([A-Za-z0-9_-]+):(\d+)$/.exec(primary ?? runs?.taskDefinition ?? taskDefinition ?? "") ?? [];
	return family === undefined ? null : { family, revision: Number(revision) };
}
