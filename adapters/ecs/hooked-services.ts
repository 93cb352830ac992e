import { type DeploymentConfiguration, type ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { pauseTag, withoutPauseHooks } from "../../domain/services/pause-hooks.ts";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure, FailedCallError } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";
import { readServices, type Search } from "./search.ts";
import { removeTag } from "./untag.ts";

const on =
	"the services that have the gate or a PAUSE hook for Shipshape; it may need `iam:PassRole` on the roles of their other hooks";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "ecs:UpdateService", on },
	// The services are read with their tags.
	{ action: "ecs:ListTagsForResource", on: "every service", through: "ecs:DescribeServices" },
];

/** A service that calls certain functions in its deployments, waits in them for Shipshape, or is tagged to do so. */
export interface HookedService {
	/** Name of the cluster. */
	readonly cluster: string;
	readonly name: string;
	readonly arn: string;
	/** As DescribeServices returns it. */
	readonly configuration: DeploymentConfiguration;
	/** The value of the tag `shipshape:pause`; undefined if the service does not have it. */
	readonly tag: string | undefined;
}

/** Whether a Lambda function, by its ARN, is one of those that are meant. */
export type IsMeant = (functionArn: string) => boolean;

/** Such services of a cluster. Throws IncompleteSearchError and TryLaterError, maybe after some services. */
export async function* findHookedServices(
	search: Search,
	cluster: string,
	isMeant: IsMeant,
): AsyncGenerator<HookedService> {
	for await (const {
		serviceName: name = "",
		serviceArn: arn = "",
		deploymentConfiguration: configuration = {},
		tags = [],
	} of readServices(search, cluster, ["TAGS"])) {
		const tag = tags.find(({ key }) => key === pauseTag)?.value;
		if (tag !== undefined || hasHook(configuration, tag, isMeant))
			yield { cluster: cluster.split("/").at(-1) ?? cluster, name, arn, configuration, tag };
	}
}

type Hooks = readonly NonNullable<DeploymentConfiguration["lifecycleHooks"]>[number][];

/** The hooks of others. */
const otherHooks = (
	{ lifecycleHooks = [] }: DeploymentConfiguration,
	tag: string | undefined,
	isMeant: IsMeant,
): Hooks => withoutPauseHooks(lifecycleHooks, tag).filter(({ hookTargetArn = "" }) => !isMeant(hookTargetArn));

function hasHook(configuration: DeploymentConfiguration, tag: string | undefined, isMeant: IsMeant): boolean {
	const others = otherHooks(configuration, tag, isMeant);
	// A hook that stays in fewer stages is another object.
	return configuration.lifecycleHooks?.every((hook) => others.includes(hook)) === false;
}

/**
 * Removes these hooks of a service, and then the tag. All else of its deployment configuration is sent as it was read, and the list of
 * hooks also if it is empty, because it is not documented whether UpdateService keeps what is absent; of the hooks it does
 * (hashicorp/terraform-provider-aws issue 47096). This starts no deployment (ECS API reference, UpdateService: "This parameter doesn't
 * trigger a new service deployment"), and one that is in progress has its own configuration. Throws FailedCallError.
 */
export async function removeHooks(client: ECSClient, service: HookedService, isMeant: IsMeant): Promise<void> {
	const { arn, configuration, tag } = service;
	if (hasHook(configuration, tag, isMeant)) await update(client, service, isMeant);
	if (tag !== undefined) await removeTag(client, arn, pauseTag);
}

async function update(
	client: ECSClient,
	{ cluster, name, configuration, tag }: HookedService,
	isMeant: IsMeant,
): Promise<void> {
	const action = "ecs:UpdateService";
	const lifecycleHooks = [...otherHooks(configuration, tag, isMeant)];
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
	if (hasHook(service?.deploymentConfiguration ?? {}, tag, isMeant))
		throw new FailedCallError(`${action} succeeded, but the service still has the hook`);
}
