import type { Account } from "./account-schema.ts";
import { type Clients, createClients, type Endpoints } from "./clients.ts";
import { ecrDouble } from "./doubles/ecr.ts";
import { emptyRegistry, findDigest, type Registry } from "./doubles/ecr-registry.ts";
import { type EcsDouble, ecsDouble } from "./doubles/ecs.ts";
import type { RegisteredDefinitions } from "./doubles/ecs-task-definitions.ts";
import type { Loopback } from "./doubles/loopback.ts";
import { type SecurityHubDouble, securityHubDouble } from "./doubles/security-hub.ts";
import { type SlackDouble, slackDouble } from "./doubles/slack.ts";
import { type Emulators, startEmulators } from "./emulators.ts";
import type { Print } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

/** The doubles. They listen before the emulators behind them are ready, so that the stack can be synthesized in the meantime. */
export interface Doubles {
	readonly registry: Registry;
	readonly definitions: RegisteredDefinitions;
	readonly ecr: Loopback;
	readonly ecs: EcsDouble;
	readonly securityHub: SecurityHubDouble;
	readonly slack: SlackDouble;
	readonly close: () => Promise<void>;
}

/** The whole emulated AWS. */
export interface LocalAws {
	readonly emulators: Emulators;
	readonly endpoints: Endpoints;
	readonly clients: Clients;
}

/** How many milliseconds a second of a deployment's bake times and of its hooks' call-back delays takes. */
const secondMs = 2;

export async function openDoubles(
	{ account, region, registry: settings }: Account,
	moto: Promise<string>,
	print: Print,
): Promise<Doubles> {
	const registry = emptyRegistry(account, region, settings);
	const definitions: RegisteredDefinitions = new Map();
	const onError = (error: unknown): void => print(`a double failed: ${error instanceof Error ? error.stack : error}`);
	const [ecr, ecs, securityHub, slack] = await Promise.all([
		ecrDouble(registry, moto, onError),
		ecsDouble(definitions, moto, onError, { resolveDigest: (image) => findDigest(registry, image), secondMs }),
		securityHubDouble(account, region, onError),
		slackDouble(onError),
	]);
	const close = async (): Promise<void> => {
		await Promise.all([ecr, ecs, securityHub, slack].map((double) => double.close()));
	};
	return { registry, definitions, ecr, ecs, securityHub, slack, close };
}

export async function startAws(workspace: Workspace, doubles: Doubles, signal: AbortSignal): Promise<LocalAws> {
	const emulators = await startEmulators(workspace, signal);
	const endpoints = {
		ecr: doubles.ecr.url,
		ecs: doubles.ecs.url,
		securityHub: doubles.securityHub.url,
		ministack: emulators.ministack,
	};
	return { emulators, endpoints, clients: createClients(endpoints, workspace.account, workspace.region) };
}

/** The environment variables that point the functions to the doubles; ministack sets its own. */
export const endpointVariables = ({ ecr, ecs, securityHub }: Doubles): Readonly<Record<string, string>> => ({
	AWS_ENDPOINT_URL_ECR: ecr.url,
	AWS_ENDPOINT_URL_ECS: ecs.url,
	AWS_ENDPOINT_URL_SECURITYHUB: securityHub.url,
});
