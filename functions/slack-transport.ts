import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { addWake } from "../adapters/dynamodb/add-report.ts";
import { createHeldChanges } from "../adapters/dynamodb/held-changes.ts";
import { sortKeys } from "../adapters/dynamodb/items.ts";
import { readThreads, writeShown, writeThread } from "../adapters/dynamodb/threads.ts";
import { type ReadSlackSecret, webhookReader } from "../adapters/secrets-manager/read-slack-secret.ts";
import { postMessage } from "../adapters/slack/post-message.ts";
import { type SlackMessage, toMessage } from "../adapters/slack/to-message.ts";
import { toMovedMessage } from "../adapters/slack/to-moved-message.ts";
import { toPresentMessage } from "../adapters/slack/to-present-message.ts";
import { createSlackBot } from "../adapters/slack/web-api.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import type { Destination } from "../core/destination.ts";
import type { SlackPolicy } from "../core/policy.ts";
import type { LinePorts } from "../pipeline/sinks/chat-channel.ts";
import { deliverInThread, type ThreadPorts } from "../pipeline/sinks/chat-threads.ts";
import { addToThreads } from "../pipeline/sinks/first-messages.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import { now } from "./time.ts";

interface Transport {
	readonly readSecret: ReadSlackSecret;
	/** Of the webhooks. */
	readonly origin: string;
	/** Name of the ledger's table. */
	readonly table: string;
	readonly policy: Pick<SlackPolicy, "minimumSeverity" | "approvers">;
	/** What the invocations share about Slack. */
	readonly line: LinePorts;
}

/** Posts a message to where it belongs: through a webhook of the secret, or as the bot, in the thread of its subject, and follows threads. */
export function slackTransport({
	readSecret,
	origin,
	table,
	policy,
	line,
}: Transport): Pick<NotifyPorts<SlackMessage>, "post" | "firstMessages"> {
	const readBotToken = async (fresh?: "fresh") => (await readSecret(fresh))?.botToken ?? null;
	const bot = createSlackBot({ readBotToken, origin });
	const hasButtons = policy.approvers.length > 0;
	const client = dynamodbClient();
	const stale = createHeldChanges(client, table, "slack", sortKeys.stale);
	const threads: Omit<ThreadPorts<SlackMessage>, "minimumSeverity"> = {
		...{ ...line, ...bot },
		toMessage: (notification, buttons) =>
			toMessage(notification, controlDescriptions, { buttons: hasButtons ? buttons : "none" }),
		toPresentMessage: (state) =>
			toPresentMessage(state, controlDescriptions, { buttons: hasButtons ? "here" : "none" }),
		readThreads: (arn) => readThreads(client, table, arn),
		writeThread: (arn, thread) => writeThread(client, table, arn, thread, now()),
		markStale: (arn, readAt) => stale.hold(arn, null, readAt),
	};
	return {
		post: async (message, { channel, webhook, minimumSeverity = policy.minimumSeverity }: Destination, about) => {
			if (channel === undefined)
				return postMessage(message, { readWebhook: webhookReader(readSecret, webhook), origin });
			if ((await readSecret()) === null) return "turned off";
			const [notification, ...others] = about;
			if (notification !== undefined && others.length === 0)
				return deliverInThread(notification, channel, { ...threads, minimumSeverity });
			await bot.post(channel, message);
			await addToThreads(about, channel, threads);
			return "posted";
		},
		firstMessages: {
			...{ ...threads, stale, toMovedMessage },
			writeShown: (arn, shown) => writeShown(client, table, arn, shown, now()),
			wake: () => addWake(client, table, now()),
		},
	};
}
