import { type Fields, fieldsOf, forward, requestFor } from "./aws-json.ts";
import type { ServiceDeployments } from "./ecs-deployments.ts";
import { ServiceSettings } from "./ecs-service-settings.ts";
import type { Reply, Request } from "./loopback.ts";

/** Creates or updates it. A deployment starts when the request names a task definition, or when it is forced. */
export async function writeService(
	moto: string,
	request: Request,
	settings: ServiceSettings,
	deployments: ServiceDeployments,
): Promise<Reply> {
	const { forMoto, kept } = ServiceSettings.split(fieldsOf(request));
	const reply = await forward(moto, { ...request, body: JSON.stringify(forMoto) });
	if (reply.status !== 200) return reply;
	const { service } = JSON.parse(reply.body) as { readonly service: Fields };
	settings.remember(service, kept);
	const { taskDefinition, forceNewDeployment } = fieldsOf(request);
	if (taskDefinition !== undefined || forceNewDeployment === true) await deploy(moto, request, service, deployments);
	return { ...reply, body: JSON.stringify({ service: settings.apply(service) }) };
}

async function deploy(moto: string, request: Request, service: Fields, deployments: ServiceDeployments): Promise<void> {
	const { taskDefinition, deploymentController } = service;
	// Other controllers have task sets instead of service deployments.
	const controller = (deploymentController as Fields | undefined)?.["type"] ?? "ECS";
	if (typeof taskDefinition !== "string" || controller !== "ECS") return;
	const described = await forward(moto, requestFor(request, "DescribeTaskDefinition", { taskDefinition }));
	const answer = JSON.parse(described.body) as { readonly taskDefinition?: { containerDefinitions?: Fields[] } };
	deployments.deploy({
		serviceArn: String(service["serviceArn"]),
		clusterArn: String(service["clusterArn"]),
		taskDefinition,
		desiredCount: Number(service["desiredCount"] ?? 1),
		images: (answer.taskDefinition?.containerDefinitions ?? []).map(({ name, image }) => ({
			containerName: String(name),
			image: String(image),
		})),
	});
}

export async function describeServices(
	moto: string,
	request: Request,
	settings: ServiceSettings,
	deployments: ServiceDeployments,
): Promise<Reply> {
	const reply = await forward(moto, request);
	if (reply.status !== 200) return reply;
	const answer = JSON.parse(reply.body) as { readonly services: readonly Fields[] };
	const services = answer.services.map((service) => ({
		...settings.apply(service),
		...deployments.stateOf(service["serviceArn"]),
	}));
	return { ...reply, body: JSON.stringify({ ...answer, services }) };
}
