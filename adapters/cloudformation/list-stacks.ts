import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "cloudformation:DescribeStacks", on: "`*`" },
];

/** A stack and the names of its outputs. */
export interface ListedStack {
	readonly name: string;
	readonly outputs: readonly string[];
}

/** All stacks of the account and Region, without those that were deleted. Throws FailedCallError. */
export async function listStacks(client: CloudFormationClient): Promise<readonly ListedStack[]> {
	const action = "cloudformation:DescribeStacks";
	const found: ListedStack[] = [];
	const pages = forEachPage(
		action,
		async (NextToken) => {
			const command = new DescribeStacksCommand({ NextToken });
			const answer = await callAws(action, (options) => client.send(command, options), {
				isComplete: ({ Stacks }) => Stacks !== undefined,
			});
			return { stacks: answer.Stacks ?? [], nextToken: answer.NextToken };
		},
		({ stacks }) => {
			for (const { StackName: name = "", Outputs = [] } of stacks)
				found.push({ name, outputs: Outputs.flatMap(({ OutputKey }) => OutputKey ?? []) });
		},
	);
	await explainFailure(action, pages);
	return found;
}
