import { fieldsOf, forward, operationOf, toReply } from "./aws-json.ts";
import { CapacityProviderNames } from "./ecs-capacity-providers.ts";
import { type DeploymentOptions, ServiceDeployments } from "./ecs-deployment/deployments.ts";
import { ServiceSettings } from "./ecs-service-settings.ts";
import { describeServices, writeService } from "./ecs-services.ts";
import { describeTaskDefinition, type RegisteredDefinitions } from "./ecs-task-definitions.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";

/** Answers an operation in front of moto, whose URL is given. */
type Answer = (moto: string, request: Request) => Reply | Promise<Reply>;

/** Names of the operations whose replies the double changes. */
export const ecsOperations = [
	"ContinueServiceDeployment",
	"CreateCapacityProvider",
	"CreateService",
	"DeleteCapacityProvider",
	"DescribeCapacityProviders",
	"DescribeServiceDeployments",
	"DescribeServiceRevisions",
	"DescribeServices",
	"DescribeTaskDefinition",
	"ListServiceDeployments",
	"StopServiceDeployment",
	"UpdateService",
] as const;

export interface EcsDouble extends Loopback {
	readonly deployments: ServiceDeployments;
}

/**
 * A proxy in front of moto's ECS, which listens before moto is ready. For a family, DescribeTaskDefinition returns the newest
 * ACTIVE revision, where moto returns the newest one even when it is inactive. A revision is returned as it was registered,
 * where moto drops fields that it does not know. A service keeps the settings that moto drops, and has the deployments,
 * lifecycle hooks and events that moto lacks. DescribeCapacityProviders without names lists all of them.
 */
export async function ecsDouble(
	stored: RegisteredDefinitions,
	motoUrl: Promise<string>,
	onError: (error: unknown) => void,
	options: DeploymentOptions = {},
): Promise<EcsDouble> {
	const settings = new ServiceSettings();
	const deployments = new ServiceDeployments(onError, options);
	const providers = new CapacityProviderNames();
	const answers: Readonly<Record<(typeof ecsOperations)[number], Answer>> = {
		ContinueServiceDeployment: (_, request) => toReply(() => deployments.continue(fieldsOf(request))),
		CreateCapacityProvider: (...of) => providers.create(...of),
		CreateService: (...of) => writeService(...of, settings, deployments),
		DeleteCapacityProvider: (...of) => providers.delete(...of),
		DescribeCapacityProviders: (...of) => providers.describe(...of),
		DescribeServiceDeployments: (_, request) => toReply(() => deployments.history.describe(fieldsOf(request))),
		DescribeServiceRevisions: (_, request) => toReply(() => deployments.history.describeRevisions(fieldsOf(request))),
		DescribeServices: (...of) => describeServices(...of, settings, deployments),
		DescribeTaskDefinition: (...of) => describeTaskDefinition(...of, stored),
		ListServiceDeployments: (_, request) => toReply(() => deployments.history.list(fieldsOf(request))),
		StopServiceDeployment: (_, request) => toReply(() => deployments.stop(fieldsOf(request))),
		UpdateService: (...of) => writeService(...of, settings, deployments),
	};
	const loopback = await listen(async (request) => {
		const operation = ecsOperations.find((name) => name === operationOf(request));
		const answer = operation === undefined ? forward : answers[operation];
		return answer(await motoUrl, request);
	}, onError);
	const close = (): Promise<void> => {
		deployments.close();
		return loopback.close();
	};
	return { ...loopback, deployments, close };
}
