import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "cloudformation:DescribeStacks", on: "the stack" },
];

export interface Stack {
	/** `arn:<partition>:cloudformation:<region>:<account>:stack/<name>/<id>`. */
	readonly arn: string;
	/** ISO 8601; null if AWS returns none. */
	readonly createdAt: string | null;
	readonly outputs: Readonly<Record<string, string>>;
}

/** A stack by its name; null if there is none. Throws FailedCallError. */
export async function readStack(client: CloudFormationClient, name: string): Promise<Stack | null> {
	const action = "cloudformation:DescribeStacks";
	const answer = callAws(action, (options) => client.send(new DescribeStacksCommand({ StackName: name }), options), {
		isComplete: ({ Stacks }) => Stacks !== undefined,
	});
	// "Stack with id NAME does not exist" (API reference, DescribeStacks: "If the stack doesn't exist, an ValidationError is returned").
	const stack = (await answerOrNull(action, answer, ["ValidationError"]))?.Stacks?.[0];
	if (stack === undefined || stack.StackStatus === "DELETE_COMPLETE") return null;
	const outputs = (stack.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
		OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
	);
	return {
		arn: stack.StackId ?? "",
		createdAt: stack.CreationTime?.toISOString() ?? null,
		outputs: Object.fromEntries(outputs),
	};
}
