import type { ECSClient } from "@aws-sdk/client-ecs";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { comparePlatformVersion } from "../../domain/containers/platform-version.ts";
import { platformVersionsIn } from "./platform-versions.ts";
import { createSearch, IncompleteSearchError, listClusters, readServices } from "./search.ts";

export { permissions } from "./search.ts";

/** For all operations together; enough for about 800 services. The function has a minute in total. */
const limits = { maxCalls: 100, maxSeconds: 20 };
const clustersAtATime = 2;

/**
 * Adds the Fargate platform versions that services in the account and Region specify for the family, if a verdict can depend
 * on them: for Linux tasks with a tmpfs that may run on Fargate. Throws TryLaterError.
 */
export async function addPlatformVersions(client: ECSClient, facts: TaskDefinitionFacts): Promise<TaskDefinitionFacts> {
	if (!needsPlatformVersions(facts)) return facts;
	return { ...facts, platformVersions: await platformVersionsOf(client, facts.family) };
}

function needsPlatformVersions({ operatingSystem, compatibilities, containers }: TaskDefinitionFacts): boolean {
	if (operatingSystem === "windows" || isUnresolved(containers)) return false;
	if (compatibilities.length > 0 && !compatibilities.includes("FARGATE")) return false;
	return containers.some(({ tmpfs }) => !isUnresolved(tmpfs) && tmpfs.length > 0);
}

/**
 * Sorted. If not all services could be read, the versions are unknown, unless one of those read specifies an old version, which
 * is decisive.
 */
async function platformVersionsOf(client: ECSClient, family: string): Promise<Value<readonly string[]>> {
	const search = createSearch(client, "the services", limits);
	const found = new Set<string>();
	const named = (): readonly string[] => [...found].sort();
	try {
		await mapConcurrently(clustersAtATime, await listClusters(search), async (cluster) => {
			for await (const service of readServices(search, cluster)) {
				for (const version of platformVersionsIn(service, family)) found.add(version);
			}
		});
	} catch (error) {
		if (!(error instanceof IncompleteSearchError)) throw error;
		return named().some((version) => comparePlatformVersion(version) === "old")
			? named()
			: { unresolved: error.message };
	}
	return named();
}
