import type { DeploymentConfiguration } from "@aws-sdk/client-ecs";
import { AwsError, type Fields, fieldsOf, forward, requestFor, toReply } from "./aws-json.ts";
import { requireValidHooks } from "./ecs-deployment/configuration.ts";
import type { ServiceDeployments } from "./ecs-deployment/deployments.ts";
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
	const refusal = refusalOf(kept);
	if (refusal !== null) return refusal;
	const { taskDefinition, forceNewDeployment } = fieldsOf(request);
	const definition = taskDefinition === undefined ? null : await describeDefinition(moto, request, taskDefinition);
	// Moto would return the task definition as it was named, where ECS returns its ARN.
	const named = definition?.taskDefinitionArn === undefined ? {} : { taskDefinition: definition.taskDefinitionArn };
	const reply = await forward(moto, { ...request, body: JSON.stringify({ ...forMoto, ...named }) });
	if (reply.status !== 200) return reply;
	const { service } = JSON.parse(reply.body) as { readonly service: Fields };
	settings.remember(service, kept);
	if (taskDefinition !== undefined || forceNewDeployment === true) {
		await deploy(moto, request, settings.apply(service), deployments);
	}
	return { ...reply, body: JSON.stringify({ service: settings.apply(service) }) };
}

/** Null if the lifecycle hooks are valid. */
function refusalOf({ deploymentConfiguration }: Fields): Reply | null {
	try {
		requireValidHooks((deploymentConfiguration ?? {}) as DeploymentConfiguration);
		return null;
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		return toReply(() => {
			throw error;
		});
	}
}

interface Definition {
	readonly taskDefinitionArn?: string;
	readonly containerDefinitions?: readonly Fields[];
}

/** Null if there is no such task definition. */
async function describeDefinition(moto: string, request: Request, taskDefinition: unknown): Promise<Definition | null> {
	const { body } = await forward(moto, requestFor(request, "DescribeTaskDefinition", { taskDefinition }));
	return (JSON.parse(body) as { readonly taskDefinition?: Definition }).taskDefinition ?? null;
}

async function deploy(moto: string, request: Request, service: Fields, deployments: ServiceDeployments): Promise<void> {
	const { taskDefinition, deploymentController, serviceArn, clusterArn } = service;
	// Other controllers have task sets instead of service deployments.
	const controller = (deploymentController as Fields | undefined)?.["type"] ?? "ECS";
	if (typeof taskDefinition !== "string" || controller !== "ECS") return;
	const definition = await describeDefinition(moto, request, taskDefinition);
	deployments.deploy({
		serviceArn: String(serviceArn),
		clusterArn: String(clusterArn),
		taskDefinition,
		desiredCount: Number(service["desiredCount"] ?? 1),
		images: (definition?.containerDefinitions ?? []).map(({ name, image }) => ({
			containerName: String(name),
			image: String(image),
		})),
		configuration: (service["deploymentConfiguration"] ?? {}) as DeploymentConfiguration,
		restore: async (before) => {
			const update = { service: serviceArn, cluster: clusterArn, taskDefinition: before };
			const { status, body } = await forward(moto, requestFor(request, "UpdateService", update));
			if (status !== 200) throw new Error(`moto cannot return to ${before}: ${body}`);
		},
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
		...deployments.history.stateOf(String(service["serviceArn"])),
	}));
	return { ...reply, body: JSON.stringify({ ...answer, services }) };
}
