import type { ECSClient } from "@aws-sdk/client-ecs";

/** Reads that share a bucket: 20 calls a second each, with bursts of 50 and 100 (ECS developer guide, "Request throttling"). */
const buckets = {
	taskDefinitions: ["DescribeTaskDefinitionCommand", "ListTaskDefinitionsCommand"],
	services: ["DescribeServicesCommand", "ListServicesCommand"],
} as const;

/** Each waits until the next read of the bucket may be made. */
export type EcsPaces = Readonly<Partial<Record<keyof typeof buckets, () => Promise<void>>>>;

/**
 * Has the reads of a client wait for their turns, each attempt of its own, so that the account's own deployments are not throttled.
 * Changes the client and returns it.
 */
export function paceReads(client: ECSClient, paces: EcsPaces): ECSClient {
	client.middlewareStack.add(
		(next, { commandName = "" }) =>
			async (args) => {
				for (const [bucket, commands] of Object.entries(buckets)) {
					if ((commands as readonly string[]).includes(commandName)) await paces[bucket as keyof typeof buckets]?.();
				}
				return next(args);
			},
		// After the middleware that retries.
		{ name: "paceReads", step: "finalizeRequest", priority: "low" },
	);
	return client;
}
