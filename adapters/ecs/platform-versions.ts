import type { Service, TaskSet } from "@aws-sdk/client-ecs";

/** What a service and a task set of it have in common: what they run, on what. */
type Running = Pick<
	Service & TaskSet,
	"status" | "taskDefinition" | "launchType" | "capacityProviderStrategy" | "platformVersion" | "platformFamily"
>;

/**
 * The Fargate platform versions that a service, as DescribeServices answers it, names for Linux tasks of a family.
 * Under CodeDeploy and external controllers the task sets say it. Deployments do not count: the newest one repeats the
 * service, the others are being replaced, and theirs is the version that ran, not the one that is pinned.
 */
export function platformVersionsIn(service: Service, family: string): readonly string[] {
	if (isEnding(service)) return [];
	const { taskSets = [] } = service;
	const running: readonly Running[] = taskSets.length > 0 ? taskSets.filter((set) => !isEnding(set)) : [service];
	return running
		.filter((one) => familyOf(one) === family && isOnFargate(one) && !isWindows(one))
		.flatMap(({ platformVersion }) => platformVersion || []);
}

const isEnding = ({ status }: Running): boolean => status === "DRAINING" || status === "INACTIVE";

/** Of `family:revision`, with or without an ARN before it. */
function familyOf({ taskDefinition = "" }: Running): string | undefined {
	return taskDefinition.split("/").at(-1)?.split(":")[0];
}

/**
 * There is a launch type or there are capacity providers, never both; those of Fargate are called FARGATE and
 * FARGATE_SPOT. Where ECS says neither, a platform version is enough: only what runs on Fargate has one.
 */
function isOnFargate({ launchType, capacityProviderStrategy = [] }: Running): boolean {
	if (launchType !== undefined) return launchType === "FARGATE";
	if (capacityProviderStrategy.length === 0) return true;
	return capacityProviderStrategy.some(({ capacityProvider = "" }) => /^FARGATE(?:_SPOT)?$/.test(capacityProvider));
}

/** Windows has versions of its own, 1.0.0 being a current one. Known only where ECS says it. */
const isWindows = ({ platformFamily = "" }: Running): boolean => /^windows/i.test(platformFamily);
