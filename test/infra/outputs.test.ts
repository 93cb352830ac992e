import { expect, test } from "@jest/globals";
import { routes, sinks, workers } from "../../functions/manifest.ts";
import { listOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const receivers = [...routes, ...workers.filter((worker) => "events" in worker)];
const constructsOf = (entries: readonly { readonly construct: string }[]) => entries.map(({ construct }) => construct);

test("the outputs have the names that the demo and the runbook use", () => {
	expect(Object.keys(stack.outputs).sort()).toEqual(
		[
			...constructsOf(routes).flatMap((route) =>
				["QueueUrl", "DeadLetterQueueUrl", "FunctionName"].map((suffix) => `${route}${suffix}`),
			),
			...constructsOf(receivers).map((receiver) => `${receiver}RuleDeadLetterQueueUrl`),
			...receivers.flatMap(({ construct, events }) => events.map(({ rule }) => `${construct}${rule}Name`)),
			...constructsOf(sinks).flatMap((reader) =>
				["UndeliveredQueueUrl", "GivenUpQueueUrl", "FunctionName"].map((suffix) => `${reader}${suffix}`),
			),
			...["FunctionArn", "HookRoleArn", "FunctionName"].map((what) => `DeploymentGate${what}`),
			...["SweepHours", "SweepRuleName"],
			...["FindingsQueueUrl", "FindingsDeadLetterQueueUrl", "CloudFormationHookFunctionName"],
			...["SlackInteractionsUrl", "SlackInteractionsFunctionName"],
			...constructsOf(workers).flatMap((worker) =>
				["QueueUrl", "DeadLetterQueueUrl", "FunctionName"].map((suffix) => `${worker}${suffix}`),
			),
			...["TaskDefinitionRegisteredRoleArn", "LedgerTableName", "OffSwitchParameterName", "SlackSecretArn"],
			"SlackSecretNeeds",
		].sort(),
	);
	const { SweepHours: hours, SlackSecretNeeds: needs, ...others } = stack.outputs;
	expect([hours, needs]).toEqual([{ Value: "24" }, { Value: "webhook" }]);
	expect(listOf(Object.values(others)).every(({ Value }) => target(Value) !== "")).toBe(true);
});
