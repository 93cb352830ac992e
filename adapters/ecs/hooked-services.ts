import { type DeploymentConfiguration, type ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure, FailedCallError } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";
import { readServices, type Search } from "./search.ts";

const on = "the services that have the gate; it may need `iam:PassRole` on the roles of their other hooks";

export const operatorPermissions: readonly OperatorPermission[] = [{ action: "ecs:UpdateService", on }];

/** A service in whose deployments ECS calls certain functions. */
export interface HookedService {
	/** Name of the cluster. */
	readonly cluster: string;
	readonly name: string;
	/** As DescribeServices returns it. */
	readonly configuration: DeploymentConfiguration;
}

/** Whether a Lambda function, by its ARN, is one of those that are meant. */
export type IsMeant = (functionArn: string) => boolean;

/** The services of a cluster that have such a hook. Throws IncompleteSearchError and TryLaterError, maybe after some services. */
export async function* findHookedServices(
	search: Search,
	cluster: string,
	isMeant: IsMeant,
): AsyncGenerator<HookedService> {
	for await (const { serviceName: name = "", deploymentConfiguration: configuration = {} } of readServices(
		search,
		cluster,
	)) {
		if (hasHook(configuration, isMeant)) yield { cluster: cluster.split("/").at(-1) ?? cluster, name, configuration };
	}
}

const hasHook = ({ lifecycleHooks = [] }: DeploymentConfiguration, isMeant: IsMeant): boolean =>
	lifecycleHooks.some(({ hookTargetArn = "" }) => isMeant(hookTargetArn));

/**
 * Removes these hooks of a service. All else of its deployment configuration is sent as it was read, and the list of hooks also if it
 * is empty, because it is not documented whether UpdateService keeps what is absent; of the hooks it does (hashicorp/terraform-provider-aws
 * issue 47096). This starts no deployment (ECS API reference, UpdateService: "This parameter doesn't trigger a new service deployment"),
 * and one that is in progress has its own configuration. Throws FailedCallError.
 */
export async function removeHooks(
	client: ECSClient,
	{ cluster, name, configuration }: HookedService,
	isMeant: IsMeant,
): Promise<void> {
	const action = "ecs:UpdateService";
	const lifecycleHooks =
		configuration.lifecycleHooks?.filter(({ hookTargetArn = "" }) => !isMeant(hookTargetArn)) ?? [];
	const command = new UpdateServiceCommand({
		cluster,
		service: name,
		deploymentConfiguration: { ...configuration, lifecycleHooks },
	});
	const { service } = await explainFailure(
		action,
		callAws(action, (options) => client.send(command, options), {
			isComplete: (answer) => answer.service?.deploymentConfiguration !== undefined,
		}),
	);
	if (hasHook(service?.deploymentConfiguration ?? {}, isMeant))
		throw new FailedCallError(`${action} succeeded, but the service still has the hook`);
}
