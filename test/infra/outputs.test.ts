import { expect, test } from "@jest/globals";
import { routes, sinks, workers } from "../../functions/manifest.ts";
import { outputText } from "../../infra/output-texts.ts";
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
	expect([hours?.Value, needs?.Value]).toEqual(["24", "webhook"]);
	expect(listOf(Object.values(others)).every(({ Value }) => target(Value) !== "")).toBe(true);
});

test("every output has a description of its own", () => {
	const notified = synthesizeStack(undefined, {
		notificationTopic: "arn:aws:sns:eu-west-1:111122223333:alerts",
		slackApprovals: false,
	});
	for (const { outputs } of [stack, notified]) {
		const texts = Object.values(outputs).map(({ Description = "" }) => Description);
		expect(texts.filter((text) => !/^[A-Z].{20,199}\.$/.test(text))).toEqual([]);
		expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
	}
	const texts = Object.fromEntries(Object.entries(stack.outputs).map(([name, { Description }]) => [name, Description]));
	expect(texts).toMatchObject({
		LedgerTableName: "The table with every verdict, which stays when the stack is deleted.",
		ImageScannedQueueUrl: "Queue of the function that checks an image when a scan of it ends.",
		ImagePushedImageDeletedRuleName:
			"Rule for image-deleted events, which go to the function that checks repositories and images when they are created, changed or deleted.",
		SweepRuleName:
			"Rule for scheduled events, which go to the function that checks all subjects, whether or not AWS sent an event.",
		DeploymentGateHookRoleArn:
			"Role with which ECS calls the function that refuses deployments of services that the policy blocks, for the lifecycle hook of a service.",
	});
});

test("an output without a description cannot be added", () => {
	expect(() => outputText("ImageScannedColor")).toThrow("the output ImageScannedColor has no description");
});
