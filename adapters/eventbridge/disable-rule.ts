import { DisableRuleCommand, type EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import { isNamed } from "../failures.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "events:DisableRule", on: "the stack's rules" },
];

/** Disables a rule of the default event bus, unless it no longer exists. Throws FailedCallError. */
export async function disableRule(client: EventBridgeClient, name: string): Promise<void> {
	const action = "events:DisableRule";
	const answer = callAws(action, (options) => client.send(new DisableRuleCommand({ Name: name }), options));
	try {
		await explainFailure(action, answer, ["ResourceNotFoundException"]);
	} catch (error) {
		if (!isNamed(error, "ResourceNotFoundException")) throw error;
	}
}
