import type { Account } from "./account-schema.ts";
import { type Clients, clientsOf, type Endpoints } from "./clients.ts";
import { ecrDouble } from "./doubles/ecr.ts";
import { emptyRegistry, type Registry } from "./doubles/ecr-registry.ts";
import { ecsDouble, type HeldDefinitions } from "./doubles/ecs.ts";
import type { Loopback } from "./doubles/loopback.ts";
import { type SecurityHubDouble, securityHubDouble } from "./doubles/security-hub.ts";
import { type SlackDouble, slackDouble } from "./doubles/slack.ts";
import { type Emulators, startEmulators } from "./emulators.ts";
import type { Say } from "./progress.ts";
import type { Workplace } from "./workplace.ts";

/** The doubles: they listen before the emulators behind them are ready, so that the stack can be synthesised meanwhile. */
export interface Doubles {
	readonly registry: Registry;
	readonly definitions: HeldDefinitions;
	readonly ecr: Loopback;
	readonly ecs: Loopback;
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

export async function openDoubles(
	{ account, region, registry: settings }: Account,
	moto: Promise<string>,
	say: Say,
): Promise<Doubles> {
	const registry = emptyRegistry(account, region, settings);
	const definitions: HeldDefinitions = new Map();
	const failed = (error: unknown): void => say(`a double failed: ${error instanceof Error ? error.stack : error}`);
	const [ecr, ecs, securityHub, slack] = await Promise.all([
		ecrDouble(registry, moto, failed),
		ecsDouble(definitions, moto, failed),
		securityHubDouble(account, region, failed),
		slackDouble(failed),
	]);
	const close = async (): Promise<void> => {
		await Promise.all([ecr, ecs, securityHub, slack].map((double) => double.close()));
	};
	return { registry, definitions, ecr, ecs, securityHub, slack, close };
}

export async function startAws(workplace: Workplace, doubles: Doubles, stopped: AbortSignal): Promise<LocalAws> {
	const emulators = await startEmulators(workplace, stopped);
	const endpoints = {
		ecr: doubles.ecr.url,
		ecs: doubles.ecs.url,
		securityHub: doubles.securityHub.url,
		rest: emulators.ministack,
	};
	return { emulators, endpoints, clients: clientsOf(endpoints, workplace.account, workplace.region) };
}

/** What the functions are told of the doubles; ministack tells them of itself. */
export const endpointVariables = ({ ecr, ecs, securityHub }: Doubles): Readonly<Record<string, string>> => ({
	AWS_ENDPOINT_URL_ECR: ecr.url,
	AWS_ENDPOINT_URL_ECS: ecs.url,
	AWS_ENDPOINT_URL_SECURITYHUB: securityHub.url,
});
