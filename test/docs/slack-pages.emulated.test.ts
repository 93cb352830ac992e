import { spawn } from "node:child_process";
import { join } from "node:path";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parseSlackSecret } from "../../adapters/secrets-manager/slack-secret.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import { aboutNotifications } from "../../adapters/sns/about.ts";
import { publish } from "../../adapters/sns/publish.ts";
import { readTopic } from "../../adapters/sns/read-topic.ts";
import { toSnsMessage } from "../../adapters/sns/sns-message.ts";
import { changesBetween } from "../../domain/changes.ts";
import { notificationOf } from "../../domain/notifications/notification.ts";
import { blocksOf, sectionOf, textOf } from "../support/docs.ts";
import { describeEmulated, python, root } from "../support/emulated.ts";
import { anEntry } from "../support/entries.ts";
import { account, type EmulatedAws, environmentOf, region, startEmulatedAws } from "../support/moto.ts";
import { hearing } from "../support/notifications.ts";

const commandsIn = (page: string, heading: string): readonly string[] =>
	blocksOf(sectionOf(textOf(page), heading)).flatMap(({ language, text }) => (language === "sh" ? [text] : []));
const [create = "", byMail = ""] = commandsIn("docs/slack-sns.md", "Set it up");
const [filter = ""] = commandsIn("docs/slack-sns.md", "What is published");
const [storeWebhook = "", storeNamed = ""] = commandsIn("docs/slack.md", "Set up a webhook");
const [storeToken = "", storeBoth = ""] = commandsIn("docs/slack.md", "Set up a bot");
const [turnOff = ""] = commandsIn("docs/slack.md", "Turn it off");

describeEmulated("with the AWS CLI in the emulated AWS", () => {
	let aws: EmulatedAws;
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterAll(() => aws.stop());

	/** The account and the Region of the pages are other ones than the emulated ones. Resolves to what is printed. */
	const run = (command: string, typed = "", variables: Readonly<Record<string, string>> = {}): Promise<string> => {
		const here = command.replace(/:eu-west-1:\d{12}:/g, `:${region}:${account}:`);
		const cli = `aws() { "${python}" "${join(root, ".venv/bin/aws")}" "$@"; }`;
		const env = { PATH: process.env["PATH"], ...environmentOf(aws), AWS_DEFAULT_REGION: region, ...variables };
		const child = spawn("bash", ["--norc", "-euc", `${cli}\n${here}`], { env });
		child.stdin.end(typed);
		return new Promise((done, failed) => {
			const printed: string[] = [];
			for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(String(chunk)));
			child.on("error", failed);
			child.on("close", (status) =>
				status === 0 ? done(printed.join("")) : failed(new Error(`${here}: ${printed.join("")}`)),
			);
		});
	};

	const webhook = "https://hooks.slack.com/services/T0/B0/secret";
	const token = { botToken: "xoxb-1-2-secret" };
	const both = { ...token, signingSecret: "0123456789abcdef0123456789abcdef" };
	test("the commands of docs/slack.md store what is typed in the secret, and turn Slack off", async () => {
		const secrets = new SecretsManagerClient(aws.client);
		const SecretId = "shipshape/slack-webhook";
		await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: " " }));
		const rows = [
			[storeWebhook, [webhook], { webhook }],
			[storeNamed, [webhook, `${webhook}2`], { webhook, webhooks: { payments: `${webhook}2` } }],
			[storeToken, Object.values(token), token],
			[storeBoth, Object.values(both), both],
			[turnOff, [], null],
		] as const;
		for (const [command, typed, stored] of rows) {
			const printed = await run(command, typed.map((line) => `${line}\n`).join(""));
			for (const value of typed) expect(printed).not.toContain(value);
			const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId }));
			const secret = parseSlackSecret(SecretString);
			if (stored === null) expect(secret).toBeNull();
			else expect({ ...secret }).toMatchObject(stored);
		}
	}, 60_000);

	test("the commands of docs/slack-sns.md create a topic to which mails, and queues of one team's messages, can subscribe", async () => {
		const { TopicArn } = JSON.parse(await run(create));
		expect(byMail).toContain(TopicArn.split(":").at(-1));
		// moto confirms a mail's subscription by itself.
		expect(JSON.parse(await run(byMail)).SubscriptionArn).toContain(TopicArn);

		const [sns, sqs] = [new SNSClient(aws.client), new SQSClient(aws.client)];
		const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "payments" }));
		const endpoint = `arn:aws:sqs:${region}:${account}:payments`;
		const toQueue = byMail.replace("--protocol email", "--protocol sqs").replace("team@example.com", endpoint);
		const { SubscriptionArn } = JSON.parse(await run(toQueue));
		await run(filter, "", { SUBSCRIPTION: SubscriptionArn });
		expect(await readTopic(sns, TopicArn)).not.toBeNull();

		const notification = notificationOf(changesBetween(null, anEntry()), hearing());
		if (notification === null) throw new Error("it is reported");
		const message = toSnsMessage(toMessage(notification, []), aboutNotifications([notification]));
		expect(message.attributes.severity).toBe("HIGH");
		for (const channel of ["#payments", "#others"]) await publish(sns, TopicArn, message, { channel });
		const low = { ...message, attributes: { ...message.attributes, severity: "LOW" } };
		await publish(sns, TopicArn, low, { channel: "#payments" });

		const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
		expect(Messages.map(({ Body = "{}" }) => JSON.parse(Body).MessageAttributes)).toEqual([
			expect.objectContaining({
				destination: { Type: "String", Value: "#payments" },
				severity: { Type: "String", Value: "HIGH" },
			}),
		]);
	}, 60_000);
});
