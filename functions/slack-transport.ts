import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { readThread, writeThread } from "../adapters/dynamodb/threads.ts";
import { type ReadSlackSecret, webhookReader } from "../adapters/secrets-manager/read-slack-secret.ts";
import { postMessage } from "../adapters/slack/post-message.ts";
import { type SlackMessage, toMessage } from "../adapters/slack/to-message.ts";
import { toPresentMessage } from "../adapters/slack/to-present-message.ts";
import { createSlackBot } from "../adapters/slack/web-api.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import type { Destination } from "../core/destination.ts";
import type { SlackPolicy } from "../core/policy.ts";
import type { ChatPorts } from "../pipeline/sinks/chat.ts";
import { deliverInThread, type ThreadPorts, updateFirstMessages } from "../pipeline/sinks/chat-threads.ts";
import { now } from "./time.ts";

/** Milliseconds after a digest for which first messages are brought up to date. */
const updatingMs = 5_000;

interface Connection {
	readonly readSecret: ReadSlackSecret;
	/** Of the webhooks. */
	readonly origin: string;
	/** Name of the ledger's table. */
	readonly table: string;
	readonly policy: Pick<SlackPolicy, "minimumSeverity" | "approvers">;
}

/** Posts a message to where it belongs: through a webhook of the secret, or as the bot, in the thread of its subject. */
export function slackTransport({ readSecret, origin, table, policy }: Connection): ChatPorts<SlackMessage>["post"] {
	const readBotToken = async (fresh?: "fresh") => (await readSecret(fresh))?.botToken ?? null;
	const bot = createSlackBot({ readBotToken, origin });
	const options = { hasButtons: policy.approvers.length > 0 };
	const threads = (minimumSeverity = policy.minimumSeverity): ThreadPorts<SlackMessage> => ({
		...bot,
		toMessage: (notification) => toMessage(notification, controlDescriptions, options),
		toPresentMessage: (state) => toPresentMessage(state, controlDescriptions, options),
		readThread: (arn, channel) => readThread(dynamodbClient(), table, arn, channel),
		writeThread: (arn, channel, thread) => writeThread(dynamodbClient(), table, arn, channel, thread, now()),
		minimumSeverity,
	});
	return async (message, { channel, webhook, minimumSeverity }: Destination, about) => {
		if (channel === undefined) return postMessage(message, { readWebhook: webhookReader(readSecret, webhook), origin });
		if ((await readSecret()) === null) return "turned off";
		const [notification, ...others] = about;
		if (notification !== undefined && others.length === 0)
			return deliverInThread(notification, channel, threads(minimumSeverity));
		await bot.post(channel, message);
		const until = Date.now() + updatingMs;
		const updated = await updateFirstMessages(about, channel, threads(minimumSeverity), () => Date.now() < until);
		return updated === 0 ? "posted" : `posted; ${updated} first messages brought up to date`;
	};
}
