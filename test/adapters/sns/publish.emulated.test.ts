import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { toMessage } from "../../../adapters/slack/to-message.ts";
import { aboutNotifications } from "../../../adapters/sns/about.ts";
import { publish } from "../../../adapters/sns/publish.ts";
import { readTopic } from "../../../adapters/sns/read-topic.ts";
import { toSnsMessage } from "../../../adapters/sns/sns-message.ts";
import { PermanentRejectionError } from "../../../core/errors.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { describeEmulated } from "../../support/emulated.ts";
import { anEntry } from "../../support/entries.ts";
import { type EmulatedAws, startEmulatedAws } from "../../support/moto.ts";
import { hearing } from "../../support/notifications.ts";

describeEmulated("a topic in the emulated AWS", () => {
	let aws: EmulatedAws;
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterAll(() => aws.stop());

	/** What is received of the messages that a subscription's filter lets through, as SNS delivers it to a queue. */
	async function subscribe(TopicArn: string, QueueName: string, filter?: object) {
		const [sns, sqs] = [new SNSClient(aws.client), new SQSClient(aws.client)];
		const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName }));
		const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
		const options = filter === undefined ? {} : { Attributes: { FilterPolicy: JSON.stringify(filter) } };
		const Endpoint = Attributes?.["QueueArn"];
		await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, ...options }));
		return async () => {
			const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
			return Messages.map(({ Body = "{}" }) => JSON.parse(Body));
		};
	}

	test("delivers what is published to the subscriptions whose filter it passes, and is found by doctor", async () => {
		const client = new SNSClient(aws.client);
		const { TopicArn = "" } = await client.send(new CreateTopicCommand({ Name: "alerts" }));
		// moto never counts subscriptions.
		expect(await readTopic(client, TopicArn)).toEqual({ confirmed: 0, pending: 0 });
		const all = await subscribe(TopicArn, "all");
		const payments = await subscribe(TopicArn, "payments", { destination: ["#payments"], severity: ["HIGH"] });
		const critical = await subscribe(TopicArn, "critical", { severity: ["CRITICAL"] });

		const notification = notificationOf(changesBetween(null, anEntry()), hearing());
		if (notification === null) throw new Error("it is reported");
		const message = toSnsMessage(toMessage(notification, []), aboutNotifications([notification]));
		expect(await publish(client, TopicArn, message, { channel: "#payments" })).toBe("published");

		const [delivered, ...others] = await all();
		expect(others).toEqual([]);
		expect(delivered).toMatchObject({
			Subject: message.subject,
			Message: message.message.default,
			MessageAttributes: { severity: { Value: "HIGH" }, destination: { Value: "#payments" } },
		});
		expect(JSON.parse(delivered.Message)).toMatchObject({ source: "shipshape", kind: "change", severity: "HIGH" });
		expect(await payments()).toHaveLength(1);
		expect(await critical()).toEqual([]);
	}, 60_000);

	test("that does not exist takes nothing, and says so", async () => {
		const client = new SNSClient(aws.client);
		const arn = "arn:aws:sns:ap-northeast-1:111122223333:none";
		expect(await readTopic(client, arn)).toBeNull();
		const message = {
			subject: "Shipshape: HIGH",
			message: { default: "{}", email: "text", http: "{}", https: "{}", sms: "s" },
			attributes: { kind: "change", severity: "HIGH", account: "111122223333", region: "ap-northeast-1" },
		};
		const published = publish(client, arn, message, {});
		await expect(published).rejects.toThrow(PermanentRejectionError);
		await expect(published).rejects.toThrow("does not exist; create it, or deploy with another notificationTopic");
	}, 60_000);
});
