import { createOperatorClients, type OperatorClients } from "../adapters/clients/operator.ts";
import { defaultStackName } from "../functions/manifest.ts";
import { findInstallation, type Installation } from "./installation.ts";

/** Clients for the Region of an installation, and what was installed. */
export interface Connection {
	readonly clients: OperatorClients;
	readonly installation: Installation;
}

/**
 * Finds an installation by its stack, the default one if undefined, with the credentials and the Region of the environment, as the
 * AWS CLI does. Throws BadInputError if there is none.
 */
export async function connect(
	stack: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
	// The SDK for JavaScript does not read the second variable.
	const clients = createOperatorClients(environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]);
	return { clients, installation: await findInstallation(clients.cloudformation, stack ?? defaultStackName) };
}
