import { type LambdaClient, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "lambda:UpdateEventSourceMapping", on: "the mappings of the stack's functions" },
];

/**
 * Lambda stops to call the function: running invocations end, and the mapping's state becomes Disabled. Does nothing while Lambda
 * changes the mapping, or when it is gone: its state says so (API reference, UpdateEventSourceMapping: ResourceInUseException). Throws
 * FailedCallError.
 */
export async function disableMapping(client: LambdaClient, uuid: string): Promise<void> {
	const action = "lambda:UpdateEventSourceMapping";
	const command = new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: false });
	const answer = callAws(action, (options) => client.send(command, options));
	await answerOrNull(action, answer, cannotChange);
}

const cannotChange = ["ResourceInUseException", "ResourceNotFoundException"];
