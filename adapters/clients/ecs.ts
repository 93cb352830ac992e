import { ECSClient } from "@aws-sdk/client-ecs";
import { clientOptions } from "./options.ts";

let client: ECSClient | undefined;

/** The client of Amazon ECS: built at the first use, once per cold start. */
export function ecsClient(): ECSClient {
	client ??= new ECSClient(clientOptions());
	return client;
}

/** Another client, for calls that have to wait for their turns (adapters/ecs/paced-client.ts). */
export const createEcsClient = (): ECSClient => new ECSClient(clientOptions());
