import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { clientOptions } from "./options.ts";

/** The clients that read what a deployment would run. */
export interface DeploymentClients {
	readonly ecr: ECRClient;
	readonly ecs: ECSClient;
}

/** With the SDK's chain of credentials. `region`: undefined for the one of the profile. */
export function createDeploymentClients(region: string | undefined): DeploymentClients {
	const options = { ...clientOptions(), ...(region === undefined ? {} : { region }) };
	return { ecr: new ECRClient(options), ecs: new ECSClient(options) };
}
