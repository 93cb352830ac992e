import { DescribeServicesCommand, type ECSClient, ListClustersCommand, ListServicesCommand } from "@aws-sdk/client-ecs";
import { platformAge } from "../../core/containers/platform-version.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { isUnresolved, type Value, wasRead } from "../../core/reading.ts";
import { ask } from "../clients/ask.ts";
import { atMost } from "../clients/at-most.ts";
import { everyPage } from "../clients/pages.ts";
import { isNamed, readingOf } from "../failures.ts";
import { platformVersionsIn } from "./platform-versions.ts";

const noResource = "the Service Authorization Reference names no resource for the action";

export const permissions: readonly Permission[] = [
	{ action: "ecs:ListClusters", on: "*", because: noResource },
	{ action: "ecs:ListServices", on: "*", because: noResource },
	{ action: "ecs:DescribeServices", on: "service" },
];

/** Of all three operations together; enough for some 800 services. */
const mostCalls = 100;
/** A page of either list; without it ListServices gives ten at a time. */
const pageSize = 100;
const mostDescribed = 10;
const clustersAtATime = 2;

/** Some service was not looked at: the message says why. */
class NotAllSeenError extends Error {
	override readonly name = "NotAllSeenError";
}

/** Everything that the search through an account's services shares. */
interface Search {
	readonly client: ECSClient;
	readonly family: string;
	/** Counts a call; throws NotAllSeenError when there may be no more. */
	readonly count: () => void;
	readonly found: Set<string>;
}

/**
 * The facts with the Fargate platform versions that services of the account and Region name for the family, where a
 * judgement can depend on them: for Linux tasks with a tmpfs that may run on Fargate. Throws TryLaterError.
 */
export async function withPlatformVersions(
	client: ECSClient,
	facts: TaskDefinitionFacts,
): Promise<TaskDefinitionFacts> {
	if (!mayDepend(facts)) return facts;
	return { ...facts, platformVersions: await platformVersionsOf(client, facts.family) };
}

function mayDepend({ operatingSystem, compatibilities, containers }: TaskDefinitionFacts): boolean {
	if (operatingSystem === "windows" || isUnresolved(containers)) return false;
	if (compatibilities.length > 0 && !compatibilities.includes("FARGATE")) return false;
	return containers.some(({ tmpfs }) => !isUnresolved(tmpfs) && tmpfs.length > 0);
}

/**
 * Sorted. When not all services could be seen the versions are not known, unless one that was seen names an old
 * version: that decides.
 */
async function platformVersionsOf(client: ECSClient, family: string): Promise<Value<readonly string[]>> {
	const search: Search = { client, family, count: callCounter(), found: new Set() };
	const named = (): readonly string[] => [...search.found].sort();
	try {
		await atMost(clustersAtATime, await clustersIn(search), (cluster) => searchCluster(search, cluster));
	} catch (error) {
		if (!(error instanceof NotAllSeenError)) throw error;
		return named().some((version) => platformAge(version) === "old") ? named() : { unresolved: error.message };
	}
	return named();
}

async function clustersIn({ client, count }: Search): Promise<readonly string[]> {
	const action = "ecs:ListClusters";
	const clusters: string[] = [];
	const listing = everyPage(
		action,
		(nextToken) => {
			count();
			return ask(
				action,
				(options) => client.send(new ListClustersCommand({ maxResults: pageSize, nextToken }), options),
				{ isWhole: ({ clusterArns }) => Array.isArray(clusterArns) },
			);
		},
		({ clusterArns = [] }) => clusters.push(...clusterArns),
	);
	await seen(action, listing);
	return clusters;
}

async function searchCluster(search: Search, cluster: string): Promise<void> {
	const services = (await unlessClusterIsGone(servicesIn(search, cluster))) ?? [];
	for (let from = 0; from < services.length; from += mostDescribed) {
		const batch = services.slice(from, from + mostDescribed);
		await unlessClusterIsGone(describe(search, cluster, batch));
	}
}

/**
 * All services of a cluster. They are not filtered by launch type: a service with a capacity provider strategy has
 * none, and ECS does not say that the filter would find it.
 */
async function servicesIn({ client, count }: Search, cluster: string): Promise<readonly string[]> {
	const action = "ecs:ListServices";
	const services: string[] = [];
	const listing = everyPage(
		action,
		(nextToken) => {
			count();
			return ask(
				action,
				(options) => client.send(new ListServicesCommand({ cluster, maxResults: pageSize, nextToken }), options),
				{ isWhole: ({ serviceArns }) => Array.isArray(serviceArns) },
			);
		},
		({ serviceArns = [] }) => services.push(...serviceArns),
	);
	await seen(action, listing, [clusterIsGone]);
	return services;
}

/** ECS answers up to ten services, and names among the failures what it does not answer. */
async function describe({ client, family, count, found }: Search, cluster: string, services: string[]): Promise<void> {
	const action = "ecs:DescribeServices";
	count();
	const answer = await seen(
		action,
		ask(action, (options) => client.send(new DescribeServicesCommand({ cluster, services }), options), {
			isWhole: (one) => (one.services ?? []).length + (one.failures ?? []).length >= services.length,
		}),
		[clusterIsGone],
	);
	for (const version of (answer.services ?? []).flatMap((one) => platformVersionsIn(one, family))) found.add(version);
	// MISSING is a service that was deleted after it was listed.
	const [failure] = (answer.failures ?? []).filter(({ reason }) => reason !== "MISSING");
	if (failure !== undefined)
		throw new NotAllSeenError(`${action} left out a service (${failure.reason ?? "no reason"})`);
}

const clusterIsGone = "ClusterNotFoundException";

async function unlessClusterIsGone<T>(answer: Promise<T>): Promise<T | null> {
	try {
		return await answer;
	} catch (error) {
		if (isNamed(error, clusterIsGone)) return null;
		throw error;
	}
}

/** The answer; NotAllSeenError with the reason when there is none. Throws the errors in `expected` as they came. */
async function seen<T>(action: string, answer: Promise<T>, expected: readonly string[] = []): Promise<T> {
	const reading = await readingOf(action, answer, expected);
	if (wasRead(reading)) return reading.value;
	throw new NotAllSeenError(reading.unread);
}

function callCounter(): () => void {
	let calls = 0;
	return () => {
		calls += 1;
		if (calls > mostCalls) throw new NotAllSeenError(`the services are more than ${mostCalls} calls to ECS can tell`);
	};
}
