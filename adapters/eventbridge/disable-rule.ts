import { DisableRuleCommand, type EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "events:DisableRule", on: "the stack's rules" },
];

/** Disables a rule of the default event bus, unless it no longer exists. Throws FailedCallError. */
export async function disableRule(client: EventBridgeClient, name: string): Promise<void> {
	const action = "events:DisableRule";
	const answer = callAws(action, (options) => client.send(new DisableRuleCommand({ Name: name }), options));
	await answerOrNull(action, answer, ["ResourceNotFoundException"]);
}
