import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { topicNote } from "../../policy-file/slack-notes.ts";
import { actionsOf, statementsOf, statementsOfRole, synthesizeStack } from "../support/synthesize-stack.ts";

const notificationTopic = "arn:aws:sns:eu-west-1:444455556666:alerts";
const asking: Policy = {
	...defaultPolicy,
	mode: "enforce",
	slack: { ...defaultPolicy.slack, approvers: ["U012AB3CD"], channel: "#ops" },
};
const stack = synthesizeStack(asking, { notificationTopic, slackApprovals: "false" });
const without = synthesizeStack(asking, { slackApprovals: "false" });

const variablesOf = (of: typeof stack) =>
	of
		.ofType("AWS::Lambda::Function")
		.map(({ id, properties }) => [id, (properties["Environment"] as { Variables: object }).Variables] as const);
const actionsIn = (of: typeof stack) =>
	of.ofType("AWS::IAM::Policy").flatMap((policy) => actionsOf(statementsOf(policy)));

describe("a stack that notifies a topic", () => {
	test("has no Slack secret, and no role has access to any secret", () => {
		expect(stack.ofType("AWS::SecretsManager::Secret")).toEqual([]);
		expect(actionsIn(stack).filter((action) => action.startsWith("secretsmanager:"))).toEqual([]);
		expect(JSON.stringify(variablesOf(stack))).not.toMatch(/SLACK_SECRET_ARN|GOV_SLACK/);
		expect(Object.keys(stack.outputs).filter((name) => name.startsWith("SlackSecret"))).toEqual([]);
	});

	test("lets one function publish to this topic, and to no other one", () => {
		const publishing = stack
			.ofType("AWS::IAM::Policy")
			.flatMap((policy) =>
				statementsOf(policy).flatMap((one) =>
					actionsOf([one]).some((action) => action.startsWith("sns:")) ? [[policy.id, one.Action, one.Resource]] : [],
				),
			);
		expect(publishing).toEqual([[expect.stringMatching(/^SlackHandlerRole/), "sns:Publish", notificationTopic]]);
	});

	test("tells it, and only it, which topic", () => {
		const told = variablesOf(stack).filter(([, variables]) => "NOTIFICATION_TOPIC_ARN" in variables);
		expect(told).toEqual([
			[expect.stringMatching(/^SlackHandler/), expect.objectContaining({ NOTIFICATION_TOPIC_ARN: notificationTopic })],
		]);
	});

	test("names the topic in an output, for the operator's commands", () => {
		expect(stack.outputs["NotificationTopicArn"]).toMatchObject({ Value: notificationTopic });
	});

	test("has otherwise what a stack for Slack has", () => {
		const ids = (of: typeof stack) => of.all.map(({ id }) => id);
		expect(ids(without).filter((id) => !ids(stack).includes(id))).toEqual(["SlackSecret"]);
		expect(ids(stack).filter((id) => !ids(without).includes(id))).toEqual([]);
		const [own, other] = [stack, without].map((of) => actionsOf(statementsOfRole(of, "Slack")));
		expect(own).toEqual(
			[...(other ?? []).filter((action) => !action.startsWith("secretsmanager:")), "sns:Publish"].sort(),
		);
	});
});

test("a stack without the option publishes nowhere", () => {
	expect(actionsIn(without).filter((action) => action.startsWith("sns:"))).toEqual([]);
	expect(JSON.stringify(variablesOf(without))).not.toContain("NOTIFICATION_TOPIC_ARN");
	expect(without.outputs).not.toHaveProperty("NotificationTopicArn");
});

describe("what the policy says of Slack is noted if a topic is notified instead", () => {
	const noted = (slack: Partial<Policy["slack"]>) => topicNote({ ...defaultPolicy.slack, ...slack });

	test("nothing, if the policy names no place in Slack and no person", () => {
		expect(noted({ minimumSeverity: "LOW" })).toBeNull();
	});

	test.each<[Partial<Policy["slack"]>, string]>([
		[{ channel: "#ops" }, "of slack.channel only"],
		[{ routes: [{ match: { family: ["a"] }, channel: "a" }] }, "of slack.routes only"],
		[{ channel: "#ops", approvers: ["U012AB3CD"] }, "of slack.channel, slack.approvers only"],
	])("%j", (slack, text) => {
		expect(noted(slack)).toMatch(/^with the context notificationTopic everything goes to the topic/);
		expect(noted(slack)).toContain(text);
	});
});
