import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { clientOptions } from "./options.ts";
import { retryUntil } from "./retry-until.ts";

/** The clients that read what a deployment would run. */
export interface DeploymentClients {
	readonly ecr: ECRClient;
	readonly ecs: ECSClient;
}

/** With the SDK's chain of credentials. `region`: undefined for the one of the profile. `retryMs`: how long from now calls are retried. */
export function createDeploymentClients(region: string | undefined, retryMs: number): DeploymentClients {
	const options = { ...clientOptions(), ...(region === undefined ? {} : { region }) };
	const clients = { ecr: new ECRClient(options), ecs: new ECSClient(options) };
	const end = Date.now() + retryMs;
	for (const client of Object.values(clients)) retryUntil(client, end);
	return clients;
}
