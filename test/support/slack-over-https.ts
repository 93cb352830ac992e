import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { jest } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { createSlackSecretReader, webhookReader } from "../../adapters/secrets-manager/read-slack-secret.ts";
import { postMessage } from "../../adapters/slack/post-message.ts";
import { toDigestMessage } from "../../adapters/slack/to-digest-message.ts";
import { type SlackMessage, toMessage } from "../../adapters/slack/to-message.ts";
import { toPresentMessage } from "../../adapters/slack/to-present-message.ts";
import { createSlackBot } from "../../adapters/slack/web-api.ts";
import { controlDescriptions } from "../../controls/descriptions.ts";
import { chatSink } from "../../pipeline/sinks/chat.ts";
import { deliverInThread } from "../../pipeline/sinks/chat-threads.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { streamTelemetry } from "../../pipeline/stream-telemetry.ts";
import { HttpsSlack } from "./https-slack.ts";
import { chatPortsOf, StreamPorts } from "./stream-ports.ts";
import { ThreadsInMemory } from "./threads.ts";

const arn = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:shipshape/slack-webhook";
const realTimeout = AbortSignal.timeout;

/**
 * The function that notifies Slack, with its real sink, messages, transports, secret reader and log, before Slack on this machine.
 * Only the ledger, the dead-letter queue and the clock are in memory. One at a time.
 */
export class SlackOverHttps {
	readonly ports = Object.assign(new StreamPorts("slack"), { telemetry: streamTelemetry("slack") });
	readonly slack: HttpsSlack;
	readonly threads = new ThreadsInMemory();
	/** Answers for Secrets Manager; holds the webhook and the token. */
	readonly secret = mockClient(SecretsManagerClient);
	/** What was printed. */
	readonly lines: string[] = [];
	readonly #read = createSlackSecretReader(new SecretsManagerClient({ region: "ap-northeast-1" }), arn, this.ports.now);

	private constructor(slack: HttpsSlack) {
		this.slack = slack;
		this.store(JSON.stringify({ webhook: slack.webhook, botToken: slack.token }));
		const keep = (printed: unknown) => this.lines.push(String(printed)) > 0;
		for (const stream of [process.stdout, process.stderr]) jest.spyOn(stream, "write").mockImplementation(keep);
		for (const method of ["log", "info", "warn", "error", "debug"] as const) {
			jest.spyOn(console, method).mockImplementation(keep);
		}
	}

	static async open(): Promise<SlackOverHttps> {
		return new SlackOverHttps(await HttpsSlack.open());
	}

	async close(): Promise<void> {
		jest.restoreAllMocks();
		this.secret.restore();
		await this.slack.close();
	}

	/** Puts a value into the secret. */
	store(value: string): void {
		this.secret.on(GetSecretValueCommand).resolves({ SecretString: value });
	}

	/** A request without an answer ends after a second. */
	hurry(): void {
		jest.spyOn(AbortSignal, "timeout").mockImplementation((ms) => realTimeout.call(AbortSignal, ms / 5));
	}

	readonly reader = () =>
		streamReader(
			chatSink<SlackMessage>({
				...chatPortsOf(this.ports),
				toMessage: (notification) => toMessage(notification, controlDescriptions),
				toDigestMessage: (notifications) => toDigestMessage(notifications, controlDescriptions),
				post: async (message, { channel, webhook }, about) => {
					const { origin } = this.slack;
					if (channel === undefined)
						return postMessage(message, { readWebhook: webhookReader(this.#read, webhook), origin });
					const readBotToken = async (fresh?: "fresh") => (await this.#read(fresh))?.botToken ?? null;
					const bot = createSlackBot({ readBotToken, origin });
					const [notification, ...others] = about;
					if (notification === undefined || others.length > 0)
						return bot.post(channel, message).then(({ ts }) => `posted as ${ts}`);
					return deliverInThread(notification, channel, {
						...{ ...chatPortsOf(this.ports), ...bot },
						readThreads: this.threads.readThreads,
						writeThread: this.threads.writeThread,
						markStale: async () => {},
						toMessage: (one) => toMessage(one, controlDescriptions),
						toPresentMessage: (state) => toPresentMessage(state, controlDescriptions),
						minimumSeverity: "LOW",
					});
				},
			}),
			this.ports,
		);

	/** Sequence numbers of the records that failed. */
	async handle(...Records: readonly DynamoDBRecord[]): Promise<number[]> {
		const { batchItemFailures } = await this.reader()({ Records: [...Records] });
		return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
	}

	/** Messages of log lines, each with its reason. */
	get log(): readonly string[] {
		return this.lines.flatMap((line) => {
			const { message, reason, what, because } = JSON.parse(line) as Readonly<Record<string, string | undefined>>;
			return message === undefined ? [] : `${message}: ${reason ?? what ?? because}`;
		});
	}

	/** Reasons of the dead letters. */
	get deadLetters(): readonly string[] {
		return this.ports.undelivered.map(({ reason }) => reason);
	}

	/** Secrets that a log line or dead letter contains. */
	get told(): readonly string[] {
		const all = [...this.lines, JSON.stringify(this.ports.undelivered)].join("\n");
		const { token, webhook } = this.slack;
		return [token, webhook, "secretwebhook", "secrettoken", "/services/"].filter((one) => all.includes(one));
	}
}
