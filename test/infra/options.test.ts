import { describe, expect, test } from "@jest/globals";
import { RootConstruct } from "constructs";
import { BadInputError } from "../../core/errors.ts";
import { functions } from "../../functions/manifest.ts";
import { optionsFrom, type PipelineOptions } from "../../infra/options.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

/** An App would make a folder for its output. */
function optionsOf(context: Record<string, unknown>): PipelineOptions {
	const { node } = new RootConstruct();
	for (const [key, value] of Object.entries(context)) node.setContext(key, value);
	return optionsFrom(node);
}

const topic = "arn:aws:sns:eu-west-1:111122223333:alerts";

describe("options", () => {
	test("all have a default", () => {
		expect(optionsOf({})).toEqual({
			stackName: "Shipshape",
			slackSecretName: "shipshape/slack-webhook",
			runbookUrl: "docs/runbook.md",
		});
	});

	test("the secret is named after a stack that does not have the default name", () => {
		expect(optionsOf({ stackName: "Team-A" }).slackSecretName).toBe("shipshape/Team-A/slack-webhook");
	});

	test("a topic can be notified instead of Slack, also one of another account or Region", () => {
		expect(optionsOf({ notificationTopic: topic, govSlack: "false" })).toMatchObject({ notificationTopic: topic });
	});

	test("can all be set", () => {
		const context = {
			stackName: "Compliance-2",
			slackSecretName: "team/slack",
			govSlack: true,
			tracing: true,
			alarmTopicArn: "arn:aws-cn:sns:cn-north-1:111122223333:oncall",
			runbookUrl: "https://wiki.example/shipshape",
			dashboard: true,
			slackApprovals: true,
			replaySource: "shipshape.replay",
			replayCanBlock: true,
			slackOrigin: "http://127.0.0.1:9000",
		};
		const localEndpoints = { AWS_ENDPOINT_URL_ECR: "http://127.0.0.1:1", AWS_ENDPOINT_URL: "http://localhost:2" };
		expect(optionsOf({ ...context, localEndpoints: JSON.stringify(localEndpoints) })).toEqual({
			...context,
			localEndpoints,
		});
	});

	test.each([
		[{ replaySource: "aws.ecr" }, "context replaySource"],
		[{ replaySource: "a b" }, "context replaySource"],
		[{ replaySource: "shipshape.recheck" }, "is the source of the pipeline's own messages; write another one"],
		[{ replaySource: "x", replayCanBlock: "yes" }, 'context replayCanBlock is "yes"; write true or false'],
		[{ govSlack: "yes" }, 'context govSlack is "yes"; write true or false'],
		[{ tracing: "on" }, 'context tracing is "on"; write true or false'],
		[{ replaySource: "x", replayCanBlock: 1 }, "context replayCanBlock is 1; write true or false"],
		[{ replayCanBlock: true }, "context replayCanBlock is true, but there is no replaySource; write both or neither"],
		[{ stackName: "1st" }, 'context stackName is "1st"; write a letter, then letters, digits and hyphens'],
		[{ stackName: "" }, 'context stackName is ""; write a letter'],
		[{ stackName: 7 }, "context stackName is 7; write a letter"],
		[{ tags: { team: "a" } }, 'context tags is {"team":"a"}; write key=value, several separated by commas'],
		[{ alarmTopicArn: "oncall" }, "; write the ARN of an SNS topic, such as arn:aws:sns:"],
		[{ notificationTopic: "alerts" }, "context notificationTopic"],
		[{ notificationTopic: `${topic}.fifo` }, "; write the ARN of a standard topic (no FIFO), such as"],
		[{ notificationTopic: topic.replace("sns", "sqs") }, "context notificationTopic"],
		[{ notificationTopic: topic, slackApprovals: true }, "nobody can answer a message of the notificationTopic"],
		[{ notificationTopic: topic, govSlack: true }, "context govSlack is about Slack, which a stack with a"],
		[{ notificationTopic: topic, slackSecretName: "a" }, "context slackSecretName is about Slack"],
		[{ runbookUrl: "https://wiki.example/a#b" }, "context runbookUrl"],
		[{ slackApprovals: "on" }, 'context slackApprovals is "on"; write true or false'],
		[{ dashboard: "on" }, 'context dashboard is "on"; write true or false'],
		[{ localEndpoints: "http://127.0.0.1" }, "context localEndpoints must be a JSON object"],
		[{ localEndpoints: "[]" }, "context localEndpoints must be a JSON object"],
		[{ localEndpoints: '{"NODE_OPTIONS":"--import=x"}' }, "context localEndpoints has NODE_OPTIONS"],
		[{ localEndpoints: '{"AWS_ENDPOINT_URL_ECR":1}' }, "context localEndpoints has AWS_ENDPOINT_URL_ECR"],
		[{ localEndpoints: '{"AWS_ENDPOINT_URL_ECR":"https://ecr.example.com"}' }, "is not on this machine"],
		[{ localEndpoints: '{"AWS_ENDPOINT_URL_ECR":"http://127.0.0.1.example.com"}' }, "is not on this machine"],
		[{ slackOrigin: "https://hooks.example.com" }, "context slackOrigin is not on this machine"],
		[{ slackWindowSeconds: "0" }, 'context slackWindowSeconds is "0"'],
		[{ slackWindowSeconds: "301" }, 'context slackWindowSeconds is "301"'],
		[{ slackOrigin: "nowhere" }, "context slackOrigin is not on this machine"],
	])("%j is rejected with the name of the key", (context, message) => {
		const attempt = () => optionsOf(context);
		expect(attempt).toThrow(BadInputError);
		expect(attempt).toThrow(message);
		expect(attempt).not.toThrow(/\^/);
	});
});

test.each([
	[undefined, undefined],
	["false", undefined],
	[false, undefined],
	["true", true],
	[true, true],
])("replayCanBlock=%j sets the option to %s", (replayCanBlock, expected) => {
	expect(
		optionsOf({ replaySource: "x", ...(replayCanBlock === undefined ? {} : { replayCanBlock }) }).replayCanBlock,
	).toBe(expected);
});

test("only the functions that block after an event are told that a replay may block, and only if the option is set", () => {
	const told = (context: Record<string, string>) =>
		synthesizeStack(undefined, { replaySource: "shipshape.replay", ...context })
			.ofType("AWS::Lambda::Function")
			.flatMap(({ id, properties }) => {
				const { Variables } = properties["Environment"] as { Variables: Record<string, unknown> };
				return "REPLAY_CAN_BLOCK" in Variables ? [[id.replace(/Handler.*/, ""), Variables["REPLAY_CAN_BLOCK"]]] : [];
			});
	expect(told({})).toEqual([]);
	expect(told({ replayCanBlock: "false" })).toEqual([]);
	expect(told({ replayCanBlock: "true" })).toEqual([
		["DeploymentStarted", "true"],
		["TaskDefinitionRegistered", "true"],
	]);
});

test("endpoints and Slack origin are passed to the functions only in a local run", () => {
	const variablesOf = (context: Record<string, string>) =>
		synthesizeStack(undefined, context)
			.ofType("AWS::Lambda::Function")
			.map(({ id, properties }) => {
				const { Variables } = properties["Environment"] as { Variables: Record<string, unknown> };
				return [id.replace(/Handler.*/, ""), Variables["AWS_ENDPOINT_URL_ECR"], Variables["SLACK_ORIGIN"]];
			});
	for (const [, endpoint, origin] of variablesOf({})) expect([endpoint, origin]).toEqual([undefined, undefined]);
	const url = "http://127.0.0.1:1";
	const local = variablesOf({ localEndpoints: JSON.stringify({ AWS_ENDPOINT_URL_ECR: url }), slackOrigin: url });
	const expected = functions.map(({ construct }) => [construct, url, construct.startsWith("Slack") ? url : undefined]);
	expect(local.toSorted()).toEqual(expected.toSorted());
});

test("only the functions that reach Slack are told of GovSlack, and only if the option is set", () => {
	const told = (context: Record<string, string>) =>
		synthesizeStack(undefined, context)
			.ofType("AWS::Lambda::Function")
			.flatMap(({ id, properties }) => {
				const { Variables } = properties["Environment"] as { Variables: Record<string, unknown> };
				return "GOV_SLACK" in Variables ? [[id.replace(/Handler.*/, ""), Variables["GOV_SLACK"]]] : [];
			});
	expect(told({ govSlack: "false" })).toEqual([]);
	expect(told({ govSlack: "true" })).toEqual([
		["Slack", "true"],
		["SlackInteractions", "true"],
	]);
});

test("the time for which changes are collected for Slack is shorter only in a local run that says so", () => {
	const windows = (context: Record<string, string>) =>
		synthesizeStack(undefined, context)
			.ofType("AWS::Lambda::EventSourceMapping")
			.filter(({ properties }) => "StartingPosition" in properties)
			.map(({ id, properties }) => [id.replace(/Mapping.*/, ""), properties["MaximumBatchingWindowInSeconds"]])
			.toSorted();
	expect(windows({})).toEqual([
		["Findings", 1],
		["Slack", 20],
	]);
	expect(windows({ slackWindowSeconds: "2" })).toEqual([
		["Findings", 1],
		["Slack", 2],
	]);
});
