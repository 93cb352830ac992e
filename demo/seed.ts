import {
	CreateClusterCommand,
	CreateServiceCommand,
	DeregisterTaskDefinitionCommand,
	ListTaskDefinitionsCommand,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { BadInputError } from "../core/errors.ts";
import type { Account, Change, ServiceDescription, TaskDefinitionDescription } from "./account-schema.ts";
import type { Clients } from "./clients.ts";
import { dropFrom, holdRepository, type Registry } from "./doubles/ecr-registry.ts";
import type { HeldDefinitions } from "./doubles/ecs.ts";

/** Where the account lives: what the ECR double holds, and moto's ECS behind its double. */
export interface Place {
	readonly clients: Pick<Clients, "ecs">;
	readonly registry: Registry;
	readonly definitions: HeldDefinitions;
}

/** Fills the account, each part in the order of the description. */
export async function seed(
	place: Place,
	{ registry, repositories, taskDefinitions, services }: Account,
): Promise<void> {
	await apply(place, { registry, repositories, taskDefinitions, services, remove: [] });
}

/** Alters the account: what is named is added or replaced, then `remove` is taken away. */
export async function apply(place: Place, change: Change): Promise<void> {
	applyToEcr(place.registry, change);
	await applyToEcs(place, change);
	for (const subject of change.remove) await remove(place, subject);
}

function applyToEcr(registry: Registry, { registry: settings, repositories }: Change): void {
	if (settings !== undefined) registry.settings = settings;
	const now = new Date().toISOString();
	for (const repository of repositories) holdRepository(registry, repository, now);
}

/** One after another: the revision of a definition is its place among those of its family. */
async function applyToEcs(
	{ clients: { ecs }, definitions }: Place,
	{ taskDefinitions, services }: Change,
): Promise<void> {
	for (const definition of taskDefinitions) {
		const command = new RegisterTaskDefinitionCommand(forMoto(definition));
		const { taskDefinition } = await taken(`task definition ${definition.family}`, ecs.send(command));
		definitions.set(`${definition.family}:${taskDefinition?.revision}`, definition);
	}
	const clusters = new Set(services.map(clusterOf));
	for (const clusterName of clusters) await ecs.send(new CreateClusterCommand({ clusterName }));
	for (const service of services) {
		const { name, taskDefinition, desiredCount, launchType, platformVersion, capacityProviderStrategy } = service;
		const input = {
			serviceName: name,
			cluster: clusterOf(service),
			taskDefinition,
			desiredCount: typeof desiredCount === "number" ? desiredCount : 1,
			...(launchType ? { launchType } : {}),
			...(platformVersion ? { platformVersion } : {}),
			...(capacityProviderStrategy ? { capacityProviderStrategy } : {}),
			// Moto looks for the rest, subnets and load balancers, and nothing that is judged depends on it.
		};
		await taken(`service ${name}`, ecs.send(new CreateServiceCommand(input)));
	}
}

/** Moto wants a hard limit where AWS is content with a soft one; the double answers what was really registered. */
function forMoto({ family, containerDefinitions = [] }: TaskDefinitionDescription): RegisterTaskDefinitionCommandInput {
	return {
		family,
		requiresCompatibilities: ["EC2"],
		containerDefinitions: containerDefinitions.map(({ name, image }) => ({
			name,
			image: image ?? undefined,
			memory: 4,
		})),
	};
}

/** What AWS refuses cannot be in an account: says which part of the description it was. */
async function taken<T>(what: string, answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
		throw new BadInputError(`${what}: the emulated AWS refuses it: ${why}`, { cause: error });
	}
}

const clusterOf = ({ cluster }: ServiceDescription): string => cluster?.split("/").at(-1) ?? "default";

const removable = /^(repository|image|task-definition)\/(.+?)(?:@(sha256:[0-9a-f]{64})|:(\d+))?$/;

async function remove({ clients: { ecs }, registry, definitions }: Place, subject: string): Promise<void> {
	const [, kind, name = "", digest, revision] = removable.exec(subject) ?? [];
	if (kind === "image" && digest !== undefined && dropFrom(registry, name, digest)) return;
	if (kind === "repository" && digest === undefined && dropFrom(registry, name, null)) return;
	if (kind === "task-definition") {
		const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: name }));
		const isMeant = (revisionName = ""): boolean => {
			const [family, number] = revisionName.split(":");
			return family === name && (revision === undefined || number === revision);
		};
		const meant = taskDefinitionArns.filter((arn) => isMeant(arn.split("/").at(-1)));
		for (const taskDefinition of meant) await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
		// What was blocked meanwhile is deregistered already.
		if (meant.length > 0 || [...definitions.keys()].some(isMeant)) return;
	}
	throw new BadInputError(
		`steps: remove ${subject}: there is none; write repository/NAME, image/NAME@DIGEST or task-definition/FAMILY[:REVISION]`,
	);
}
