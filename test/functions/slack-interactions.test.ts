import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { answerReplies, interactionPorts } from "../../functions/approval-ports.ts";
import { answerMessageIn } from "../../pipeline/answer-message.ts";
import { handleInteractions } from "../../pipeline/approvals/interactions.ts";
import { anAnswer, approver, aRecordedAnswer, message } from "../support/answered.ts";
import { sqs, url, useMockedAccount } from "../support/mocked-account.ts";
import { aClick, aSubmission, formBody, signed, signingSecret, urlEvent } from "../support/slack-request.ts";

useMockedAccount();
const secrets = mockClient(SecretsManagerClient);
let calls: { address: string; body: string }[];

beforeEach(() => {
	calls = [];
	Object.assign(process.env, { DEPLOYMENT_QUEUE_URL: url, SLACK_SECRET_ARN: "arn:secret", SLACK_ORIGIN: "" });
	secrets.reset();
	const secret = JSON.stringify({ botToken: "xoxb-1-secret", signingSecret });
	secrets.on(GetSecretValueCommand).resolves({ SecretString: secret });
	sqs.on(SendMessageCommand).resolves({});
	jest.spyOn(globalThis, "fetch").mockImplementation(async (address, init) => {
		calls.push({ address: String(address), body: String(init?.body) });
		return new Response('{"ok":true}');
	});
});

/** The function as it is connected, with a policy that has an approver. */
const send = (payload: object) => {
	const slack = { approvers: [approver], approvalHours: 24 };
	const handler = handleInteractions({ ...interactionPorts("slack-interactions"), slack });
	return handler(urlEvent(signed(formBody(payload), Date.now()), true));
};

describe("the function that Slack calls, as it is connected,", () => {
	test("opens the form of a click with the trigger", async () => {
		expect(await send(aClick())).toEqual({ statusCode: 200, body: "" });
		expect(calls.map(({ address }) => address)).toEqual(["https://slack.com/api/views.open"]);
		expect(JSON.parse(calls[0]?.body ?? "")).toMatchObject({ trigger_id: "1.2.abc", view: { type: "modal" } });
	});

	test("sends a submitted answer to the queue of the function that gives it", async () => {
		expect(await send(aSubmission())).toMatchObject({ statusCode: 200, body: '{"response_action":"clear"}' });
		const [sent] = sqs.commandCalls(SendMessageCommand);
		expect(sent?.args[0].input.QueueUrl).toBe(url);
		const taken = answerMessageIn(sent?.args[0].input.MessageBody ?? "");
		expect(taken).toEqual({ answer: anAnswer({ at: taken?.answer.at ?? "" }), message });
		expect(calls).toEqual([]);
	});

	test("takes nothing by default, because the policy has no approvers", async () => {
		const handler = handleInteractions(interactionPorts("slack-interactions"));
		const response = await handler(urlEvent(signed(formBody(aSubmission()), Date.now())));
		expect(response.body).toContain("is not in slack.approvers");
		expect(sqs.calls()).toEqual([]);
	});
});

describe("what is said about an answer", () => {
	test("goes to all or to one person, and to a local Slack in a local run", async () => {
		process.env["SLACK_ORIGIN"] = "http://127.0.0.1:9000";
		const replies = answerReplies("deployment-started");
		await replies.show(message, aRecordedAnswer(), "web");
		await replies.tell(message, approver, "Nothing has changed.");
		expect(calls.map(({ address }) => address)).toEqual([
			"http://127.0.0.1:9000/api/chat.update",
			"http://127.0.0.1:9000/api/chat.postEphemeral",
		]);
	});

	test("does not replace a message that asks about other deployments as well", async () => {
		for (const asks of [0, 2])
			await answerReplies("deployment-started").show({ ...message, asks }, aRecordedAnswer(), "web");
		expect(calls).toEqual([]);
	});

	test("fails silently but for a line in the log, without the token", async () => {
		const lines: string[] = [];
		jest.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
		jest
			.spyOn(globalThis, "fetch")
			.mockImplementation(async () => new Response('{"ok":false,"error":"not_in_channel"}'));
		await answerReplies("deployment-started").tell(message, approver, "x");
		expect(lines.map((line) => JSON.parse(line))).toMatchObject([
			{
				level: "WARN",
				message: "nothing could be said in Slack",
				reason: "Slack rejected chat.postEphemeral: not_in_channel",
			},
		]);
		expect(lines.join()).not.toContain("xoxb");
	});

	test("is nothing if the stack has no Slack secret for it", async () => {
		process.env["SLACK_SECRET_ARN"] = "";
		const replies = answerReplies("deployment-started");
		await replies.show(message, aRecordedAnswer(), "web");
		await replies.tell(message, approver, "x");
		expect(calls).toEqual([]);
	});
});
