import type { Service, TaskSet } from "@aws-sdk/client-ecs";

/** The common part of a service and its task sets: what they run, and on what. */
export type Running = Pick<
	Service & TaskSet,
	| "status"
	| "taskDefinition"
	| "launchType"
	| "capacityProviderStrategy"
	| "platformVersion"
	| "platformFamily"
	| "networkConfiguration"
>;

/**
 * The families whose Linux tasks a service, as returned by DescribeServices, runs on Fargate, with the platform versions that it
 * specifies for them. With CodeDeploy and external controllers, the task sets specify it. Deployments are not used: the newest one
 * repeats the service; the others are being replaced, and have the version that ran instead of the one that is pinned.
 */
export function platformVersionsIn(service: Service): readonly { readonly family: string; readonly version: string }[] {
	if (isEnding(service)) return [];
	return runningIn(service)
		.filter((one) => isOnFargate(one) && !isWindows(one))
		.flatMap((one) => {
			const [family, version] = [familyOf(one), one.platformVersion];
			return family && version ? { family, version } : [];
		});
}

/** What determines the tasks of a service: its task sets that are not ending, or the service itself if it has none. */
export function runningIn(service: Service): readonly (Running & Pick<TaskSet, "id">)[] {
	const { taskSets = [] } = service;
	return taskSets.length > 0 ? taskSets.filter((set) => !isEnding(set)) : [service];
}

/** Deleted, or being deleted: a service drains until its last task has stopped. */
export const isEnding = ({ status }: Pick<Running, "status">): boolean =>
	status === "DRAINING" || status === "INACTIVE";

/** The family in `family:revision` or in an ARN. */
function familyOf({ taskDefinition = "" }: Running): string | undefined {
	return taskDefinition.split("/").at(-1)?.split(":")[0];
}

/**
 * There is either a launch type or a capacity provider strategy; Fargate's capacity providers are FARGATE and FARGATE_SPOT.
 * If ECS returns neither, a platform version is sufficient: only services on Fargate have one.
 */
export function isOnFargate({ launchType, capacityProviderStrategy = [] }: Running): boolean {
	if (launchType !== undefined) return launchType === "FARGATE";
	if (capacityProviderStrategy.length === 0) return true;
	return capacityProviderStrategy.some(({ capacityProvider = "" }) => /^FARGATE(?:_SPOT)?$/.test(capacityProvider));
}

/** Windows has its own versions, for which 1.0.0 is current. Known only if ECS returns it. */
const isWindows = ({ platformFamily = "" }: Running): boolean => /^windows/i.test(platformFamily);
