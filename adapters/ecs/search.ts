import {
	DescribeServicesCommand,
	type DescribeServicesResponse,
	type ECSClient,
	ListClustersCommand,
	ListServicesCommand,
	type Service,
	type ServiceField,
} from "@aws-sdk/client-ecs";
import { splitIntoChunks } from "../../core/chunks.ts";
import { type Action, noResourceType, type Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { type CallOptions, callAws } from "../clients/call-aws.ts";
import { type Clock, createPace, systemClock } from "../clients/pace.ts";
import { forEachPage } from "../clients/pages.ts";
import { isNamed, readingOf } from "../failures.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecs:ListClusters", on: "*", reason: noResourceType },
	{ action: "ecs:ListServices", on: "*", reason: noResourceType },
	{ action: "ecs:DescribeServices", on: "service" },
];

/** Not everything could be read; the message says why. */
export class IncompleteSearchError extends Error {
	override readonly name = "IncompleteSearchError";
}

/** A search of an account's ECS with limits. */
export interface Search {
	readonly client: ECSClient;
	/** Waits until the next call may be made. Throws IncompleteSearchError when a limit is exceeded. */
	readonly nextCall: () => Promise<void>;
}

interface SearchLimits {
	readonly maxCalls: number;
	readonly maxSeconds: number;
	/** Calls per second; no limit when absent. */
	readonly perSecond?: number;
}

/** A search within limits for all its calls together; `what` names its target in the error when a limit is exceeded. */
export function createSearch(
	client: ECSClient,
	what: string,
	{ maxCalls, maxSeconds, perSecond = Number.POSITIVE_INFINITY }: SearchLimits,
	clock: Clock = systemClock,
): Search {
	const { now } = clock;
	const ends = now() + maxSeconds * 1_000;
	const nextTurn = createPace(perSecond, clock);
	let calls = 0;
	return {
		client,
		nextCall: async () => {
			calls += 1;
			if (calls > maxCalls)
				throw new IncompleteSearchError(`${what} could not all be read with ${maxCalls} calls to ECS`);
			await nextTurn();
			if (now() > ends) throw new IncompleteSearchError(`${what} could not all be read within ${maxSeconds} s`);
		},
	};
}

/** The page size of all lists; the default of ListServices is ten. */
export const pageSize = 100;
const maxDescribed = 10;

/** A list operation of ECS: how to get a page, and the ARNs in a page. */
interface Listing<Page> {
	readonly action: Action;
	readonly send: (nextToken: string | undefined, options: CallOptions) => Promise<Page>;
	readonly arnsIn: (page: Page) => readonly string[] | undefined;
	/** Names of errors that are passed on to the caller unchanged. */
	readonly expected?: readonly string[];
}

/** The ARNs of all pages. Throws IncompleteSearchError and TryLaterError, like all functions here. */
export async function listArns<Page extends { readonly nextToken?: string | undefined }>(
	{ nextCall }: Search,
	{ action, send, arnsIn, expected }: Listing<Page>,
): Promise<readonly string[]> {
	const arns: string[] = [];
	const listing = forEachPage(
		action,
		async (nextToken) => {
			await nextCall();
			return callAws(action, (options) => send(nextToken, options), {
				isComplete: (page) => Array.isArray(arnsIn(page)),
			});
		},
		(page) => arns.push(...(arnsIn(page) ?? [])),
	);
	await readOrThrow(action, listing, expected);
	return arns;
}

/** ARNs of every cluster. */
export const listClusters = (search: Search): Promise<readonly string[]> =>
	listArns(search, {
		action: "ecs:ListClusters",
		send: (nextToken, options) =>
			search.client.send(new ListClustersCommand({ maxResults: pageSize, nextToken }), options),
		arnsIn: ({ clusterArns }) => clusterArns,
	});

/** Every service of a cluster, as returned by DescribeServices; none if the cluster was deleted in the meantime. `include`: also its tags. */
export async function* readServices(
	search: Search,
	cluster: string,
	include: readonly ServiceField[] = [],
): AsyncGenerator<Service> {
	const arns = (await nullIfClusterNotFound(serviceArnsIn(search, cluster))) ?? [];
	for (const batch of splitIntoChunks(arns, maxDescribed)) {
		const answer = await nullIfClusterNotFound(describe(search, cluster, batch, include));
		yield* answer?.services ?? [];
		// The services read so far may already be decisive.
		requireNoFailures("ecs:DescribeServices", "a service", answer?.failures);
	}
}

/**
 * All services of a cluster. They are not filtered by launch type: a service with a capacity provider strategy has none, and
 * it is not documented that the filter would include it.
 */
const serviceArnsIn = (search: Search, cluster: string): Promise<readonly string[]> =>
	listArns(search, {
		action: "ecs:ListServices",
		send: (nextToken, options) =>
			search.client.send(new ListServicesCommand({ cluster, maxResults: pageSize, nextToken }), options),
		arnsIn: ({ serviceArns }) => serviceArns,
		expected: [clusterNotFound],
	});

/** ECS returns up to ten services, and lists those that it does not return as failures. */
async function describe(
	{ client, nextCall }: Search,
	cluster: string,
	services: string[],
	include: readonly ServiceField[],
): Promise<DescribeServicesResponse> {
	const action = "ecs:DescribeServices";
	const also = include.length === 0 ? {} : { include: [...include] };
	await nextCall();
	return readOrThrow(
		action,
		callAws(action, (options) => client.send(new DescribeServicesCommand({ cluster, services, ...also }), options), {
			isComplete: (one) => (one.services ?? []).length + (one.failures ?? []).length >= services.length,
		}),
		[clusterNotFound],
	);
}

/** MISSING means deleted after it was listed; any other failure means that it could not be read. */
export function requireNoFailures(
	action: Action,
	what: string,
	failures: readonly { readonly reason?: string | undefined }[] = [],
): void {
	const [failure] = failures.filter(({ reason }) => reason !== "MISSING");
	if (failure !== undefined)
		throw new IncompleteSearchError(`${action} returned no result for ${what} (${failure.reason ?? "no reason"})`);
}

export const clusterNotFound = "ClusterNotFoundException";

export async function nullIfClusterNotFound<T>(answer: Promise<T>): Promise<T | null> {
	try {
		return await answer;
	} catch (error) {
		if (isNamed(error, clusterNotFound)) return null;
		throw error;
	}
}

/** The response; throws IncompleteSearchError with the reason when there is none, and the errors in `expected` unchanged. */
export async function readOrThrow<T>(action: Action, answer: Promise<T>, expected: readonly string[] = []): Promise<T> {
	const reading = await readingOf(action, answer, expected);
	if (wasRead(reading)) return reading.value;
	throw new IncompleteSearchError(reading.unread);
}
