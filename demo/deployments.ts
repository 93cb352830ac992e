import type { Clients } from "./clients.ts";
import type { Deployed } from "./deploy.ts";
import type { ServiceDeployments } from "./doubles/ecs-deployment/deployments.ts";
import { parseEvent } from "./events.ts";
import type { LedgerState } from "./ledger.ts";
import { invokeFunction, type MinistackPlace, ministackApi } from "./ministack-api.ts";
import { createRouter, type Router } from "./routing.ts";
import { sendEvents } from "./send.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

/** Lets ECS call the functions of lifecycle hooks, and put its events onto the bus like those of the files. */
export function connectDeployments(
	deployments: ServiceDeployments,
	{
		clients,
		deployed,
		place,
	}: { readonly clients: Clients; readonly deployed: Deployed; readonly place: MinistackPlace },
	signal: AbortSignal,
): void {
	const call = ministackApi(place, signal);
	let router: Promise<Router> | undefined;
	deployments.connect({
		invoke: (functionArn, request) => invokeFunction(call, functionArn.split(":")[6] ?? "", request),
		publish: async (event) => {
			router ??= createRouter(clients.events, deployed.routes, deployed.workerRules);
			const parsed = parseEvent(event["detail-type"], JSON.stringify(event), place.account, place.region);
			await sendEvents([parsed], await router, clients);
		},
	});
}

/** Waits until neither a deployment of a service nor the pipeline has anything to do, as each can give the other some. */
export async function waitUntilQuiet(
	deployments: ServiceDeployments,
	...pipeline: Parameters<typeof waitUntilIdle>
): Promise<LedgerState> {
	for (;;) {
		await deployments.settled();
		const { events } = deployments;
		const ledger = await waitUntilIdle(...pipeline);
		await deployments.settled();
		if (deployments.events === events) return ledger;
	}
}

/** A deployment of a service, in short names. */
export interface ShownDeployment {
	/** `shop/web`. */
	readonly service: string;
	/** `web:2`, and what the service ran before; null for its first deployment. */
	readonly taskDefinition: string;
	readonly before: string | null;
	/** As in the ECS API. */
	readonly status: string;
}

/** The deployments that hooks and events could see, the oldest first. */
export const listDeployments = ({ observed }: ServiceDeployments): ShownDeployment[] =>
	observed.map(({ service, target, previous, status }) => ({
		service: service.serviceArn.split("/").slice(1).join("/"),
		taskDefinition: nameOf(target.taskDefinition),
		before: previous === null ? null : nameOf(previous.taskDefinition),
		status,
	}));

const nameOf = (taskDefinition: string): string => taskDefinition.split("/").at(-1) ?? "";
