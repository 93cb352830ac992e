import { afterEach, describe } from "@jest/globals";
import { sendOverNetwork } from "../../adapters/slack/send.ts";
import { forward } from "../../demo/doubles/aws-json.ts";
import { type Loopback, listen } from "../../demo/doubles/loopback.ts";
import { slackDouble } from "../../demo/doubles/slack.ts";
import { SlackInMemory } from "../support/slack.ts";
import { slackContract, type Trouble } from "./slack.ts";
import { webhookContract } from "./webhook.ts";

describe("Slack in memory", () => {
	slackContract(async () => {
		const slack = new SlackInMemory();
		const troubles: Trouble[] = [];
		slack.trouble = () => {
			const trouble = troubles.shift();
			if (trouble === undefined) return undefined;
			const { status, retryAfter } = trouble;
			return new Response("", { status, ...(retryAfter && { headers: { "retry-after": retryAfter } }) });
		};
		const { readWebhook, send } = slack;
		let isRevoked = false;
		const revoked: typeof readWebhook = async () => `${await readWebhook()}${isRevoked ? "y" : ""}`;
		return {
			ports: { readWebhook: revoked, send },
			taken: () => slack.taken,
			answerNext: (...next) => troubles.push(...next),
			revoke: () => {
				isRevoked = true;
			},
		};
	});

	describe("the secret of its webhook", () => {
		webhookContract(async () => {
			const slack = new SlackInMemory();
			slack.webhook = null;
			return {
				readWebhook: slack.readWebhook,
				put: async (value) => {
					slack.webhook = value;
				},
			};
		});
	});
});

describe("the demo's double of Slack", () => {
	const open: Loopback[] = [];
	afterEach(async () => {
		await Promise.all(open.splice(0).map((one) => one.close()));
	});

	slackContract(async () => {
		const double = await slackDouble((error) => {
			throw error;
		});
		const troubles: Trouble[] = [];
		// In front of the double, which is always in good health.
		const door = await listen((request) => {
			const trouble = troubles.shift();
			if (trouble === undefined) return forward(double.url, request);
			const { status, retryAfter } = trouble;
			return { status, body: "", ...(retryAfter && { headers: { "retry-after": retryAfter } }) };
		});
		open.push(double, door);
		let webhook = double.webhook.replace(double.url, door.url);
		return {
			ports: { origin: door.url, readWebhook: async () => webhook, send: sendOverNetwork },
			taken: () => double.received.map(({ body }) => body),
			answerNext: (...next) => troubles.push(...next),
			revoke: () => {
				webhook += "y";
			},
		};
	});
});
