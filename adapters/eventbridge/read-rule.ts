import {
	DescribeRuleCommand,
	type EventBridgeClient,
	ListTargetsByRuleCommand,
	type Target,
} from "@aws-sdk/client-eventbridge";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import { isNamed } from "../failures.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "events:DescribeRule", on: "the stack's rules" },
	{ action: "events:ListTargetsByRule", on: "the stack's rules" },
];

export interface Rule {
	readonly isEnabled: boolean;
	readonly targets: readonly Target[];
}

/** A rule of the default event bus, which has at most five targets; null if there is none. Throws FailedCallError. */
export async function readRule(client: EventBridgeClient, name: string): Promise<Rule | null> {
	try {
		const rule = callAws("events:DescribeRule", (options) =>
			client.send(new DescribeRuleCommand({ Name: name }), options),
		);
		const { State } = await explainFailure("events:DescribeRule", rule, ["ResourceNotFoundException"]);
		const targets = callAws(
			"events:ListTargetsByRule",
			(options) => client.send(new ListTargetsByRuleCommand({ Rule: name }), options),
			{ isComplete: (answer) => answer.Targets !== undefined },
		);
		const { Targets = [] } = await explainFailure("events:ListTargetsByRule", targets, ["ResourceNotFoundException"]);
		return { isEnabled: State?.startsWith("ENABLED") === true, targets: Targets };
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException")) return null;
		throw error;
	}
}
