import { AwsError, forward, operationOf, toReply } from "../demo/doubles/aws-json.ts";
import { type Loopback, listen, type Request } from "../demo/doubles/loopback.ts";

/** One call of AWS. */
export interface Call {
	readonly service: string;
	readonly operation: string;
	/** Epoch milliseconds of its arrival. */
	readonly at: number;
	readonly isThrottled: boolean;
}

/** Operations that share a rate: tokens a second, and the most that are saved up. */
interface Bucket {
	readonly operations: readonly string[];
	readonly perSecond: number;
	readonly burst: number;
}

/** ECS developer guide, "Request throttling", read 2026-11-28. ECR publishes no rates of the operations that are used here. */
export const taskDefinitionBucket: Bucket = {
	operations: ["DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies"],
	perSecond: 20,
	burst: 50,
};
const buckets: readonly Bucket[] = [
	taskDefinitionBucket,
	{ operations: ["DescribeServices", "ListServices"], perSecond: 20, burst: 100 },
	{ operations: ["DescribeClusters", "ListClusters"], perSecond: 20, burst: 50 },
];

/** Where a call goes: an emulator or a double. */
export type Target = (service: string, operation: string) => string;

/** Counts calls, and throttles them at AWS's published rates, before it passes them on. */
export async function countedAws(target: Target): Promise<Loopback & { readonly calls: Call[] }> {
	const calls: Call[] = [];
	const take = tokenBuckets();
	const server = await listen(async (request) => {
		const [service, operation] = [serviceOf(request), operationOf(request)];
		const at = Date.now();
		const isThrottled = service === "ecs" && !take(operation, at);
		calls.push({ service, operation, at, isThrottled });
		if (isThrottled) {
			return toReply(() => {
				throw new AwsError("ThrottlingException", "Rate exceeded");
			});
		}
		return forward(target(service, operation), request);
	});
	return { ...server, calls };
}

/** The service in the credential scope of a signed request. */
const serviceOf = ({ headers }: Request): string =>
	/Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//.exec(headers["authorization"] ?? "")?.[1] ?? "";

function tokenBuckets(): (operation: string, at: number) => boolean {
	const states = new Map(buckets.map((bucket) => [bucket, { tokens: bucket.burst, at: Date.now() }]));
	return (operation, at) => {
		const bucket = buckets.find(({ operations }) => operations.includes(operation));
		const state = bucket && states.get(bucket);
		if (bucket === undefined || state === undefined) return true;
		state.tokens = Math.min(bucket.burst, state.tokens + ((at - state.at) / 1_000) * bucket.perSecond);
		state.at = at;
		if (state.tokens < 1) return false;
		state.tokens -= 1;
		return true;
	};
}

/** The most calls that began within one second. */
export function mostInOneSecond(calls: readonly Call[]): number {
	const times = calls.map(({ at }) => at).toSorted((a, b) => a - b);
	let first = 0;
	let most = 0;
	for (const [last, time] of times.entries()) {
		while (time - (times[first] ?? time) >= 1_000) first += 1;
		most = Math.max(most, last - first + 1);
	}
	return most;
}
