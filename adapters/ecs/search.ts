import {
	DescribeServicesCommand,
	type DescribeServicesResponse,
	type ECSClient,
	ListClustersCommand,
	ListServicesCommand,
	type Service,
} from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { type CallOptions, callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { isNamed, readingOf } from "../failures.ts";

const noResource = "the Service Authorization Reference lists no resource type for the action";

export const permissions: readonly Permission[] = [
	{ action: "ecs:ListClusters", on: "*", reason: noResource },
	{ action: "ecs:ListServices", on: "*", reason: noResource },
	{ action: "ecs:DescribeServices", on: "service" },
];

/** Not everything could be read; the message says why. */
export class IncompleteSearchError extends Error {
	override readonly name = "IncompleteSearchError";
}

/** A search of the services and tasks of an account, with a limit on its calls. */
export interface Search {
	readonly client: ECSClient;
	/** Counts a call; throws NotAllSeenError when the limit is exceeded. */
	readonly count: () => void;
}

/** Enough for a few hundred calls; the function has a minute in total. */
const maxMs = 20_000;

/** A search with a maximum number of calls and a limit of 20 s; `what` names its target in the error when a limit is exceeded. */
export function createSearch(client: ECSClient, maxCalls: number, what: string, now: () => number = Date.now): Search {
	const ends = now() + maxMs;
	let calls = 0;
	return {
		client,
		count: () => {
			calls += 1;
			if (calls > maxCalls)
				throw new IncompleteSearchError(`${what} could not all be read with ${maxCalls} calls to ECS`);
			if (now() > ends) throw new IncompleteSearchError(`${what} could not all be read within ${maxMs / 1_000} s`);
		},
	};
}

/** The page size of all lists; the default of ListServices is ten. */
export const pageSize = 100;
const maxDescribed = 10;

/** A list operation of ECS: how to get a page, and the ARNs in a page. */
interface Listing<Page> {
	readonly action: string;
	readonly send: (nextToken: string | undefined, options: CallOptions) => Promise<Page>;
	readonly arnsIn: (page: Page) => readonly string[] | undefined;
	/** Names of errors that are passed on to the caller unchanged. */
	readonly expected?: readonly string[];
}

/** The ARNs of all pages. Throws NotAllSeenError and TryLaterError, like all functions here. */
export async function listArns<Page extends { readonly nextToken?: string | undefined }>(
	{ count }: Search,
	{ action, send, arnsIn, expected }: Listing<Page>,
): Promise<readonly string[]> {
	const arns: string[] = [];
	const listing = forEachPage(
		action,
		(nextToken) => {
			count();
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

/** Every service of a cluster, as returned by DescribeServices; none if the cluster was deleted in the meantime. */
export async function* readServices(search: Search, cluster: string): AsyncGenerator<Service> {
	const arns = (await nullIfClusterNotFound(serviceArnsIn(search, cluster))) ?? [];
	for (let from = 0; from < arns.length; from += maxDescribed) {
		const batch = arns.slice(from, from + maxDescribed);
		const answer = await nullIfClusterNotFound(describe(search, cluster, batch));
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
function describe({ client, count }: Search, cluster: string, services: string[]): Promise<DescribeServicesResponse> {
	const action = "ecs:DescribeServices";
	count();
	return readOrThrow(
		action,
		callAws(action, (options) => client.send(new DescribeServicesCommand({ cluster, services }), options), {
			isComplete: (one) => (one.services ?? []).length + (one.failures ?? []).length >= services.length,
		}),
		[clusterNotFound],
	);
}

/** MISSING means deleted after it was listed; any other failure means that it could not be read. */
export function requireNoFailures(
	action: string,
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

/** The response; throws NotAllSeenError with the reason when there is none, and the errors in `expected` unchanged. */
export async function readOrThrow<T>(action: string, answer: Promise<T>, expected: readonly string[] = []): Promise<T> {
	const reading = await readingOf(action, answer, expected);
	if (wasRead(reading)) return reading.value;
	throw new IncompleteSearchError(reading.unread);
}
