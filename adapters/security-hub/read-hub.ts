import { DescribeHubCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "securityhub:DescribeHub", on: "the hub of the account and Region" },
];

/** What DescribeHub answers while Security Hub CSPM is not enabled: the account is not subscribed to it. */
const notEnabled = ["InvalidAccessException", "ResourceNotFoundException"];

/** Whether Security Hub CSPM is enabled in the account and Region. Throws FailedCallError. */
export async function isHubEnabled(client: SecurityHubClient): Promise<boolean> {
	const action = "securityhub:DescribeHub";
	const answer = callAws(action, (options) => client.send(new DescribeHubCommand({}), options), {
		isComplete: ({ HubArn }) => HubArn !== undefined,
	});
	return (await answerOrNull(action, answer, notEnabled)) !== null;
}
