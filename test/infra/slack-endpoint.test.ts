import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { actionsOf, listOf, statementsOfRole, synthesizeStack, target } from "../support/synthesize-stack.ts";

const asking: Policy = { ...defaultPolicy, slack: { ...defaultPolicy.slack, approvers: ["U012AB3CD"] } };
const stack = synthesizeStack(asking);
const off = synthesizeStack(asking, { slackApprovals: "false" });
const nobody = synthesizeStack(defaultPolicy);
const ids = (of: typeof stack) => of.all.map(({ id }) => id).filter((id) => id.startsWith("SlackInteractions"));
const [handler] = stack.ofType("AWS::Lambda::Function").filter(({ id }) => id.startsWith("SlackInteractions"));
const approvalActions = ["dynamodb:Query", "secretsmanager:GetSecretValue"];
const ofWorker = (of: typeof stack) => actionsOf(statementsOfRole(of, "DeploymentStarted"));

describe("the function that Slack calls", () => {
	test("has a URL that needs no AWS credentials, because Slack has none", () => {
		const urls = stack.ofType("AWS::Lambda::Url");
		expect(urls.map(({ properties }) => [properties["AuthType"], target(properties["TargetFunctionArn"])])).toEqual([
			["NONE", handler?.id],
		]);
		expect(urls[0]?.properties).not.toHaveProperty("Cors");
		expect(target(stack.outputs["SlackInteractionsUrl"]?.Value)).toBe(urls[0]?.id);
	});

	test("can be called by everybody through its URL alone", () => {
		const permissions = stack
			.ofType("AWS::Lambda::Permission")
			.filter(({ properties }) => target(properties["FunctionName"]) === handler?.id)
			.map(({ properties: { FunctionName: _, ...rest } }) => rest);
		expect(permissions).toEqual([
			{ Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE", Principal: "*" },
			{ Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true, Principal: "*" },
		]);
	});

	test("runs at most five times at once, and for no longer than ten seconds", () => {
		expect(handler?.properties).toMatchObject({ ReservedConcurrentExecutions: 5, Timeout: 10 });
	});

	test("may read the Slack secret and send messages to the function that answers PAUSE hooks, and nothing else", () => {
		const own = statementsOfRole(stack, "SlackInteractions").filter(
			({ Action }) => !String(listOf(Action)).startsWith("logs:"),
		);
		expect(own.map(({ Action, Resource }) => [Action, target(Resource)])).toEqual([
			["secretsmanager:GetSecretValue", expect.stringMatching(/^SlackSecret/)],
			["sqs:SendMessage", expect.stringMatching(/^DeploymentStartedQueue/)],
		]);
	});

	test("knows neither the secret's value nor anything else but where they are", () => {
		const variables = { DEPLOYMENT_QUEUE_URL: expect.anything(), SLACK_SECRET_ARN: { Ref: "SlackSecret" } };
		expect(handler?.properties["Environment"]).toEqual({ Variables: variables });
	});
});

describe("the function that answers PAUSE hooks", () => {
	test("may read approvals and the Slack secret when somebody may approve", () => {
		expect(ofWorker(stack)).toEqual(expect.arrayContaining(approvalActions));
	});

	test.each([
		["the stack has no function that Slack can call", off],
		["the policy has no approvers", nobody],
	])("may do neither if %s", (_, of) => {
		for (const action of approvalActions) expect(ofWorker(of)).not.toContain(action);
	});
});

test("a stack without the option has no URL, no function of it and no outputs", () => {
	expect(ids(off)).toEqual([]);
	expect(off.ofType("AWS::Lambda::Url")).toEqual([]);
	expect(off.ofType("AWS::Lambda::Permission").map(({ properties }) => properties["Principal"])).not.toContain("*");
	expect(Object.keys(off.outputs).filter((name) => name.startsWith("SlackInteractions"))).toEqual([]);
});

test("a stack without the option is what a policy without approvers gives", () => {
	const of = synthesizeStack(defaultPolicy, { slackApprovals: "false" });
	expect(of.all.map(({ template }) => template)).toEqual(off.all.map(({ template }) => template));
});
