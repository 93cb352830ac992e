import type { OperatorClients } from "../adapters/clients/operator.ts";
import { type Clock, createPace, systemClock } from "../adapters/clients/pace.ts";
import { findHookedServices, type HookedService, removeHooks } from "../adapters/ecs/hooked-services.ts";
import { createSearch, listClusters, type Search } from "../adapters/ecs/search.ts";
import { isGateOf } from "./gate-function.ts";
import type { Installation } from "./installation.ts";
import { orReason } from "./or-reason.ts";

/** What was found in the account and Region. */
export interface GatedServices {
	readonly services: readonly HookedService[];
	/** Why services could not be read, one for each cluster, or one for all. */
	readonly unread: readonly string[];
}

export interface DetachedGates {
	/** `CLUSTER/NAME` of the services that the hooks were removed from. */
	readonly detached: readonly string[];
	/** Which services may still have a hook of Shipshape, and why. */
	readonly failed: readonly string[];
}

/** ECS grants 20 reads a second of services, and 5 changes (ECS developer guide, "Request throttling"); deployments need them, too. */
const [readsPerSecond, changesPerSecond] = [10, 2];
/** Of all pages of all services: none, because a person waits and can end it. */
const limits = { maxCalls: Number.POSITIVE_INFINITY, maxSeconds: Number.POSITIVE_INFINITY, perSecond: readsPerSecond };

/** Finds the services in whose deployments ECS calls the gate of an installation, or that wait for Shipshape in a PAUSE hook. */
export async function findGatedServices(
	{ ecs }: OperatorClients,
	installation: Installation,
	clock: Clock = systemClock,
): Promise<GatedServices> {
	const search = createSearch(ecs, "services", limits, clock);
	const services: HookedService[] = [];
	const clusters = await orReason(listClusters(search));
	if (typeof clusters === "string") return { services, unread: [`the clusters could not be read because ${clusters}`] };
	const unread: string[] = [];
	for (const cluster of clusters) {
		const reason = await orReason(addServices(search, cluster, installation, services));
		if (typeof reason === "string")
			unread.push(`services of ${cluster.split("/").at(-1)} could not be read because ${reason}`);
	}
	return { services, unread };
}

async function addServices(search: Search, cluster: string, of: Installation, to: HookedService[]): Promise<void> {
	for await (const service of findHookedServices(search, cluster, isGateOf(of))) to.push(service);
}

/** Removes the gate and the PAUSE hooks for Shipshape from the services. One that fails does not keep the others from it. */
export async function detachGates(
	clients: OperatorClients,
	installation: Installation,
	clock: Clock = systemClock,
): Promise<DetachedGates> {
	const { services, unread } = await findGatedServices(clients, installation, clock);
	const nextTurn = createPace(changesPerSecond, clock);
	const detached: string[] = [];
	const failed = unread.map((reason) => `${reason}; those with hooks of Shipshape still have them`);
	for (const service of services) {
		await nextTurn();
		const name = `${service.cluster}/${service.name}`;
		const reason = await orReason(removeHooks(clients.ecs, service, isGateOf(installation)));
		if (typeof reason === "string") failed.push(`${name} still has a hook of Shipshape or its tag: ${reason}`);
		else detached.push(name);
	}
	return { detached, failed };
}
