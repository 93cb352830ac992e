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
import { everyPage } from "../clients/pages.ts";
import { isNamed, readingOf } from "../failures.ts";

const noResource = "the Service Authorization Reference names no resource for the action";

export const permissions: readonly Permission[] = [
	{ action: "ecs:ListClusters", on: "*", because: noResource },
	{ action: "ecs:ListServices", on: "*", because: noResource },
	{ action: "ecs:DescribeServices", on: "service" },
];

/** Something was not looked at: the message says why. */
export class NotAllSeenError extends Error {
	override readonly name = "NotAllSeenError";
}

/** A walk through what an account runs, with a bound on its calls. */
export interface Search {
	readonly client: ECSClient;
	/** Counts a call; throws NotAllSeenError when there may be no more. */
	readonly count: () => void;
}

/** Enough for a few hundred calls; the function that searches has a minute in all. */
const maxMs = 20_000;

/** A search of at most so many calls, and of 20 s; `what` it looks for is named when that is not enough. */
export function searchOn(client: ECSClient, maxCalls: number, what: string, now: () => number = Date.now): Search {
	const ends = now() + maxMs;
	let calls = 0;
	return {
		client,
		count: () => {
			calls += 1;
			if (calls > maxCalls) throw new NotAllSeenError(`${what} are more than ${maxCalls} calls to ECS can tell`);
			if (now() > ends) throw new NotAllSeenError(`${what} are more than ECS can tell in ${maxMs / 1_000} s`);
		},
	};
}

/** A page of any list; without it ListServices gives ten at a time. */
export const pageSize = 100;
const maxDescribed = 10;

/** A list of ECS: one page of it, and the ARNs in a page. */
interface Listing<Page> {
	readonly action: string;
	readonly send: (nextToken: string | undefined, options: CallOptions) => Promise<Page>;
	readonly arnsIn: (page: Page) => readonly string[] | undefined;
	/** Names of errors that are for the caller: they come as they are. */
	readonly expected?: readonly string[];
}

/** The ARNs of all pages. Throws NotAllSeenError and TryLaterError, as everything here does. */
export async function everyArn<Page extends { readonly nextToken?: string | undefined }>(
	{ count }: Search,
	{ action, send, arnsIn, expected }: Listing<Page>,
): Promise<readonly string[]> {
	const arns: string[] = [];
	const listing = everyPage(
		action,
		(nextToken) => {
			count();
			return callAws(action, (options) => send(nextToken, options), { isWhole: (page) => Array.isArray(arnsIn(page)) });
		},
		(page) => arns.push(...(arnsIn(page) ?? [])),
	);
	await seen(action, listing, expected);
	return arns;
}

/** ARNs of every cluster. */
export const clustersIn = (search: Search): Promise<readonly string[]> =>
	everyArn(search, {
		action: "ecs:ListClusters",
		send: (nextToken, options) =>
			search.client.send(new ListClustersCommand({ maxResults: pageSize, nextToken }), options),
		arnsIn: ({ clusterArns }) => clusterArns,
	});

/** Every service of a cluster, as DescribeServices answers it; none when the cluster is gone meanwhile. */
export async function* servicesIn(search: Search, cluster: string): AsyncGenerator<Service> {
	const arns = (await unlessClusterIsGone(serviceArnsIn(search, cluster))) ?? [];
	for (let from = 0; from < arns.length; from += maxDescribed) {
		const batch = arns.slice(from, from + maxDescribed);
		const answer = await unlessClusterIsGone(describe(search, cluster, batch));
		yield* answer?.services ?? [];
		// What was seen may decide already.
		refuseFailures("ecs:DescribeServices", "a service", answer?.failures);
	}
}

/**
 * All services of a cluster. They are not filtered by launch type: a service with a capacity provider strategy has
 * none, and ECS does not say that the filter would find it.
 */
const serviceArnsIn = (search: Search, cluster: string): Promise<readonly string[]> =>
	everyArn(search, {
		action: "ecs:ListServices",
		send: (nextToken, options) =>
			search.client.send(new ListServicesCommand({ cluster, maxResults: pageSize, nextToken }), options),
		arnsIn: ({ serviceArns }) => serviceArns,
		expected: [clusterIsGone],
	});

/** ECS answers up to ten services, and names among the failures what it does not answer. */
function describe({ client, count }: Search, cluster: string, services: string[]): Promise<DescribeServicesResponse> {
	const action = "ecs:DescribeServices";
	count();
	return seen(
		action,
		callAws(action, (options) => client.send(new DescribeServicesCommand({ cluster, services }), options), {
			isWhole: (one) => (one.services ?? []).length + (one.failures ?? []).length >= services.length,
		}),
		[clusterIsGone],
	);
}

/** MISSING is what was deleted after it was listed; anything else was not seen. */
export function refuseFailures(
	action: string,
	what: string,
	failures: readonly { readonly reason?: string | undefined }[] = [],
): void {
	const [failure] = failures.filter(({ reason }) => reason !== "MISSING");
	if (failure !== undefined) throw new NotAllSeenError(`${action} left out ${what} (${failure.reason ?? "no reason"})`);
}

export const clusterIsGone = "ClusterNotFoundException";

export async function unlessClusterIsGone<T>(answer: Promise<T>): Promise<T | null> {
	try {
		return await answer;
	} catch (error) {
		if (isNamed(error, clusterIsGone)) return null;
		throw error;
	}
}

/** The answer; NotAllSeenError with the reason when there is none. Throws the errors in `expected` as they came. */
export async function seen<T>(action: string, answer: Promise<T>, expected: readonly string[] = []): Promise<T> {
	const reading = await readingOf(action, answer, expected);
	if (wasRead(reading)) return reading.value;
	throw new NotAllSeenError(reading.unread);
}
