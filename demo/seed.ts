import {
	CreateCapacityProviderCommand,
	type CreateCapacityProviderCommandInput,
	CreateClusterCommand,
	type CreateClusterCommandInput,
	DeregisterTaskDefinitionCommand,
	DescribeClustersCommand,
	ListTaskDefinitionsCommand,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { BadInputError } from "../core/errors.ts";
import type { Account, Change, TaskDefinitionDescription } from "./account-schema.ts";
import type { Clients } from "./clients.ts";
import { type Registry, removeFrom, storeRepository } from "./doubles/ecr-registry.ts";
import type { RegisteredDefinitions } from "./doubles/ecs-task-definitions.ts";
import { clusterOf, type Outputs, withoutNulls, writeService } from "./seed-services.ts";

/** Where the account is created: the ECR double's registry, and moto's ECS behind its double. */
export interface AccountTarget {
	readonly clients: Pick<Clients, "ecs">;
	readonly registry: Registry;
	readonly definitions: RegisteredDefinitions;
	/** Of the stack, once it is deployed. */
	readonly outputs?: Outputs;
}

/** Creates the described resources, in the order of the description. */
export async function seed(
	target: AccountTarget,
	{ account: _, region: __, expected: ___, steps: ____, sweep: _____, ...resources }: Account,
): Promise<void> {
	await applyChange(target, { ...resources, remove: [] });
}

/** Changes the account: adds or replaces what is named, then removes what `remove` lists. */
export async function applyChange(target: AccountTarget, change: Change): Promise<void> {
	applyToEcr(target.registry, change);
	await applyToEcs(target, change);
	for (const subject of change.remove) await remove(target, subject);
}

function applyToEcr(registry: Registry, { registry: settings, repositories }: Change): void {
	if (settings !== undefined) registry.settings = settings;
	const now = new Date().toISOString();
	for (const repository of repositories) storeRepository(registry, repository, now);
}

/** Sequential, because a definition's revision is its position among those of its family. */
async function applyToEcs(
	{ clients: { ecs }, definitions, outputs = {} }: AccountTarget,
	{ taskDefinitions, services, clusters, capacityProviders }: Change,
): Promise<void> {
	for (const definition of taskDefinitions) {
		const command = new RegisterTaskDefinitionCommand(forMoto(definition));
		const { taskDefinition } = await sendOrThrow(`task definition ${definition.family}`, ecs.send(command));
		definitions.set(`${definition.family}:${taskDefinition?.revision}`, definition);
	}
	const described = new Map(clusters.map((cluster) => [cluster.name, cluster]));
	for (const clusterName of new Set([...described.keys(), ...services.map(clusterOf)])) {
		if (!described.has(clusterName) && (await isActive(ecs, clusterName))) continue;
		const { name: _, ...settings } = described.get(clusterName) ?? { name: clusterName };
		const input: CreateClusterCommandInput = { clusterName, ...withoutNulls(settings) };
		await sendOrThrow(`cluster ${clusterName}`, ecs.send(new CreateClusterCommand(input)));
	}
	for (const { name, ...settings } of capacityProviders) {
		const input: CreateCapacityProviderCommandInput = { name, ...withoutNulls(settings) };
		await sendOrThrow(`capacity provider ${name}`, ecs.send(new CreateCapacityProviderCommand(input)));
	}
	for (const service of services) {
		await sendOrThrow(`service ${service.name}`, writeService(ecs, service, outputs));
	}
}

async function isActive(ecs: Clients["ecs"], cluster: string): Promise<boolean> {
	const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: [cluster] }));
	return clusters.some(({ status }) => status === "ACTIVE");
}

/** Moto requires a hard memory limit where AWS accepts a soft one; the double returns what was really registered. */
function forMoto({
	family,
	containerDefinitions = [],
	tags,
}: TaskDefinitionDescription): RegisterTaskDefinitionCommandInput {
	return {
		family,
		...(Array.isArray(tags) ? { tags } : {}),
		requiresCompatibilities: ["EC2"],
		containerDefinitions: containerDefinitions.map(({ name, image }) => ({
			name,
			image: image ?? undefined,
			memory: 4,
		})),
	};
}

/** Names the part of the description in the error when the emulated AWS rejects it. */
async function sendOrThrow<T>(what: string, answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
		throw new BadInputError(`${what}: rejected by the emulated AWS: ${why}`, { cause: error });
	}
}

const removable = /^(repository|image|task-definition)\/(.+?)(?:@(sha256:[0-9a-f]{64})|:(\d+))?$/;

async function remove({ clients: { ecs }, registry, definitions }: AccountTarget, subject: string): Promise<void> {
	const [, kind, name = "", digest, revision] = removable.exec(subject) ?? [];
	if (kind === "image" && digest !== undefined && removeFrom(registry, name, digest)) return;
	if (kind === "repository" && digest === undefined && removeFrom(registry, name, null)) return;
	if (kind === "task-definition") {
		const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: name }));
		const isMatch = (revisionName = ""): boolean => {
			const [family, number] = revisionName.split(":");
			return family === name && (revision === undefined || number === revision);
		};
		const matches = taskDefinitionArns.filter((arn) => isMatch(arn.split("/").at(-1)));
		for (const taskDefinition of matches) await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
		// A revision that was blocked in the meantime is already deregistered.
		if (matches.length > 0 || [...definitions.keys()].some(isMatch)) return;
	}
	throw new BadInputError(
		`steps: remove ${subject}: not found; write repository/NAME, image/NAME@DIGEST or task-definition/FAMILY[:REVISION]`,
	);
}
