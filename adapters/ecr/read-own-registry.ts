import { DescribeRegistryCommand, type ECRClient } from "@aws-sdk/client-ecr";
import type { AccountRegion } from "../../core/subject.ts";
import { partitionOf } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [{ action: "ecr:DescribeRegistry", on: "`*`" }];

/**
 * Where the private registry of the credentials is: DescribeRegistry returns "the registry ID associated with the request", which is
 * the account's. Throws FailedCallError.
 */
export async function readOwnRegistry(client: ECRClient): Promise<AccountRegion> {
	const action = "ecr:DescribeRegistry";
	// The SDK looks for the Region only now, and throws if there is none.
	const region = await explainFailure(action, client.config.region());
	const { registryId: account = "" } = await explainFailure(
		action,
		callAws(action, (options) => client.send(new DescribeRegistryCommand({}), options), {
			isComplete: ({ registryId }) => registryId !== undefined,
		}),
	);
	return { partition: partitionOf(region), account, region };
}
