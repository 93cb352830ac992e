import { type ECSClient, ListServiceDeploymentsCommand, type ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";

const action = "ecs:ListServiceDeployments";

/** The maximum of a page. */
const maxResults = 100;

type Request = ConstructorParameters<typeof ListServiceDeploymentsCommand>[0];

/** Reads all pages of a service's deployments; their order is not documented. Throws TryLaterError, and the errors of the service model. */
export const forEachDeploymentPage = (
	client: ECSClient,
	request: Request,
	visit: (deployments: readonly ServiceDeploymentBrief[]) => void,
): Promise<void> =>
	forEachPage(
		action,
		(nextToken) =>
			callAws(
				action,
				(options) => client.send(new ListServiceDeploymentsCommand({ ...request, maxResults, nextToken }), options),
				{ isComplete: (page) => Array.isArray(page.serviceDeployments) },
			),
		({ serviceDeployments = [] }) => visit(serviceDeployments),
	);
