import {
	DescribeRuleCommand,
	type EventBridgeClient,
	ListTargetsByRuleCommand,
	type Target,
} from "@aws-sdk/client-eventbridge";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
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
	const rule = await answerOrNull(
		"events:DescribeRule",
		callAws("events:DescribeRule", (options) => client.send(new DescribeRuleCommand({ Name: name }), options)),
		noRule,
	);
	if (rule === null) return null;
	const targets = await answerOrNull(
		"events:ListTargetsByRule",
		callAws(
			"events:ListTargetsByRule",
			(options) => client.send(new ListTargetsByRuleCommand({ Rule: name }), options),
			{ isComplete: (answer) => answer.Targets !== undefined },
		),
		noRule,
	);
	return targets && { isEnabled: rule.State?.startsWith("ENABLED") === true, targets: targets.Targets ?? [] };
}

const noRule = ["ResourceNotFoundException"];
