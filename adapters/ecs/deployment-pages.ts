import { type ECSClient, ListServiceDeploymentsCommand, type ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";

const action = "ecs:ListServiceDeployments";

/**
 * The error of ECS for what its deployments cannot do, such as those of a service with another deployment controller. The service model
 * declares it for ListServiceDeployments, DescribeServiceDeployments, StopServiceDeployment and ContinueServiceDeployment.
 */
export const unsupported = "UnsupportedFeatureException";

/** Errors of the service model for a service or a cluster that does not exist (any more), or for a service that ECS has no deployments of. */
export const hasNone = ["ClusterNotFoundException", "ServiceNotFoundException", unsupported];

/** The maximum of a page. */
const maxResults = 100;

type Request = ConstructorParameters<typeof ListServiceDeploymentsCommand>[0];

/**
 * Reads all pages of a service's deployments; their order is not documented. `beforeCall` delays each call. Throws TryLaterError, and the
 * errors of the service model.
 */
export const forEachDeploymentPage = (
	client: ECSClient,
	request: Request,
	visit: (deployments: readonly ServiceDeploymentBrief[]) => void,
	beforeCall: () => Promise<void> = async () => {},
): Promise<void> =>
	forEachPage(
		action,
		async (nextToken) => {
			await beforeCall();
			return callAws(
				action,
				(options) => client.send(new ListServiceDeploymentsCommand({ ...request, maxResults, nextToken }), options),
				{ isComplete: (page) => Array.isArray(page.serviceDeployments) },
			);
		},
		({ serviceDeployments = [] }) => visit(serviceDeployments),
	);
