import type { ECSClient } from "@aws-sdk/client-ecs";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { comparePlatformVersion } from "../../domain/containers/platform-version.ts";
import { createReadTogether } from "../clients/read-together.ts";
import { platformVersionsIn } from "./platform-versions.ts";
import { createSearch, IncompleteSearchError, listClusters, readServices } from "./search.ts";

export { permissions } from "./search.ts";

/** Limits of a search, for all operations together. */
interface SearchLimits {
	readonly maxCalls: number;
	readonly maxSeconds: number;
}

/** Enough for about 800 services. The function has a minute in total, and a check may wait for the search before its own. */
const defaultLimits: SearchLimits = { maxCalls: 100, maxSeconds: 20 };
const clustersAtATime = 2;

/**
 * Adds the Fargate platform versions that services in the account and Region specify for the family, if a verdict can depend
 * on them: for Linux tasks with a tmpfs that may run on Fargate. Families that need them at the same time share a search of the
 * services, which begins after each has asked. Throws TryLaterError.
 */
export function createPlatformVersionReader(
	client: ECSClient,
	limits = defaultLimits,
): (facts: TaskDefinitionFacts) => Promise<TaskDefinitionFacts> {
	const together = createReadTogether();
	return async (facts) => {
		if (!needsPlatformVersions(facts)) return facts;
		const services = await together("services", () => searchServices(client, limits));
		return { ...facts, platformVersions: platformVersionsOf(facts.family, services) };
	};
}

/** Whether a verdict on the family can depend on them. */
export function needsPlatformVersions({ operatingSystem, compatibilities, containers }: TaskDefinitionFacts): boolean {
	if (operatingSystem === "windows" || isUnresolved(containers)) return false;
	if (compatibilities.length > 0 && !compatibilities.includes("FARGATE")) return false;
	return containers.some(({ tmpfs }) => !isUnresolved(tmpfs) && tmpfs.length > 0);
}

/** The platform versions by family; `incomplete`: why not all services could be read. */
interface ServiceVersions {
	readonly versions: ReadonlyMap<string, ReadonlySet<string>>;
	readonly incomplete: string | null;
}

async function searchServices(client: ECSClient, limits: SearchLimits): Promise<ServiceVersions> {
	const search = createSearch(client, "the services", limits);
	const versions = new Map<string, Set<string>>();
	try {
		await mapConcurrently(clustersAtATime, await listClusters(search), async (cluster) => {
			for await (const service of readServices(search, cluster)) {
				for (const { family, version } of platformVersionsIn(service)) {
					versions.set(family, (versions.get(family) ?? new Set()).add(version));
				}
			}
		});
	} catch (error) {
		if (!(error instanceof IncompleteSearchError)) throw error;
		return { versions, incomplete: error.message };
	}
	return { versions, incomplete: null };
}

/**
 * Sorted. If not all services could be read, the versions are unknown, unless one of those read specifies an old version, which
 * is decisive.
 */
function platformVersionsOf(family: string, { versions, incomplete }: ServiceVersions): Value<readonly string[]> {
	const named = [...(versions.get(family) ?? [])].sort();
	if (incomplete === null || named.some((version) => comparePlatformVersion(version) === "old")) return named;
	return { unresolved: incomplete };
}
