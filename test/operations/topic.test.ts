import { GetTopicAttributesCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { OperatorClients } from "../../adapters/clients/operator.ts";
import { FailedCallError } from "../../adapters/explain-failure.ts";
import { checkTopic } from "../../operations/doctor/topic.ts";
import { installationOf } from "../../operations/installation.ts";
import { deliverMessage } from "../../operations/redrive/undelivered.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation, outputs } from "../support/installation.ts";

const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
const regions: string[] = [];
const clients = {
	sns: (region: string) => {
		regions.push(region);
		return new SNSClient({ region });
	},
} as Partial<OperatorClients> as OperatorClients;

const sns = mockClient(SNSClient);
beforeEach(() => {
	sns.reset();
	regions.length = 0;
});
const attributes = (SubscriptionsConfirmed: string, SubscriptionsPending = "0") =>
	sns.on(GetTopicAttributesCommand).resolves({ Attributes: { SubscriptionsConfirmed, SubscriptionsPending } });
const check = (arn = topicArn) => checkTopic(clients, anInstallation, arn);

const { SlackSecretArn: _, SlackSecretNeeds: __, ...others } = outputs;
const installed = installationOf("Shipshape", {
	arn: "arn:aws:cloudformation:eu-central-1:111122223333:stack/Shipshape/1",
	createdAt: null,
	outputs: { ...others, NotificationTopicArn: topicArn },
});

test("an installation without a Slack secret is known by its topic", () => {
	expect(installed.notified).toEqual({ by: "topic", topicArn });
	expect(anInstallation.notified).toMatchObject({ by: "slack", needs: ["webhook"] });
});

describe("the check of the topic", () => {
	test.each([
		["1", "0", "the notification topic has 1 subscription"],
		["3", "1", "the notification topic has 3 subscriptions; 1 subscription not confirmed yet"],
	])("is ok with %s confirmed and %s pending, in the Region of the topic", async (confirmed, pending, message) => {
		attributes(confirmed, pending);
		expect(await check()).toEqual({ status: "ok", message, fix: [] });
		expect(regions).toEqual(["eu-west-1"]);
	});

	test("is a problem if nobody receives anything", async () => {
		attributes("0", "2");
		const { status, message, fix } = await check();
		expect([status, message]).toEqual([
			"problem",
			"nobody receives what the notification topic gets; 2 subscriptions not confirmed yet",
		]);
		expect(fix).toEqual([
			"echo 'E-mail address:'; read -r ADDRESS && aws sns subscribe " +
				`--topic-arn ${topicArn} --protocol email --region eu-west-1 --notification-endpoint "$ADDRESS"; unset ADDRESS`,
		]);
	});

	test.each([
		["of the account", topicArn, ["aws sns create-topic --name alerts --region eu-west-1"]],
		["of another account", topicArn.replace("111122223333", "444455556666"), []],
	])("is a problem if the topic %s does not exist", async (_, arn, fix) => {
		sns.on(GetTopicAttributesCommand).rejects(awsError("NotFoundException", 404));
		const message = "the notification topic does not exist, so messages become undelivered";
		expect(await check(arn)).toEqual({ status: "problem", message, fix });
	});

	test("is a problem if the topic is in another partition", async () => {
		expect(await check("arn:aws-cn:sns:cn-north-1:111122223333:alerts")).toMatchObject({
			status: "problem",
			message: expect.stringContaining("is in the partition aws-cn, where the function has no credentials"),
		});
		expect(sns.calls()).toEqual([]);
	});

	test("is unknown if the topic cannot be read", async () => {
		sns.on(GetTopicAttributesCommand).rejects(awsError("AuthorizationErrorException", 403));
		await expect(check()).rejects.toThrow(FailedCallError);
	});
});

describe("an undelivered message", () => {
	const message = {
		subject: "Shipshape: HIGH",
		message: { default: "{}", email: "text" },
		attributes: { kind: "change", severity: "HIGH", account: "1", region: "r" },
	};
	const letter = { id: "a", texts: {}, attributes: {}, sentAt: null, receipt: "r" };
	const redriven = async (body: unknown) =>
		(await deliverMessage(clients, installed, []))({ ...letter, body: JSON.stringify(body) });

	test("is published again, for the destination that it was for", async () => {
		sns.on(PublishCommand).resolves({ MessageId: "m" });
		expect(await redriven({ destination: { webhook: "payments" }, message })).toBeNull();
		expect(sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input)).toMatchObject([
			{
				TopicArn: topicArn,
				Message: JSON.stringify(message.message),
				MessageAttributes: { destination: { StringValue: "payments" }, severity: { StringValue: "HIGH" } },
			},
		]);
	});

	test("stays with the reason if SNS does not take it", async () => {
		sns.on(PublishCommand).rejects(awsError("NotFoundException", 404));
		expect(await redriven({ destination: {}, message })).toMatch(/^the topic .* does not exist/);
	});

	test.each([{ text: "hello", blocks: [] }, { destination: {}, message: { text: "a", blocks: [] } }, "x"])(
		"that is not for a topic stays: %j",
		async (body) => {
			expect(await redriven(body)).toMatch(/^it is not a message for a topic/);
			expect(sns.calls()).toEqual([]);
		},
	);
});
