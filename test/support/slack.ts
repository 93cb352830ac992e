import type { ReadWebhook } from "../../adapters/secrets-manager/read-slack-secret.ts";
import type { SlackPorts } from "../../adapters/slack/post-message.ts";
import type { Send, SlackAnswer } from "../../adapters/slack/send.ts";
import { TryLaterError, UnconfirmedError } from "../../core/errors.ts";
import { refusalOf } from "../../demo/doubles/slack-rules.ts";

/** Slack and the secret of its webhook without a network, held to the same contract as the double: test/contracts/slack.ts. */
export class SlackInMemory {
	/** The value of the secret; null if it has none. */
	webhook: string | null = "https://hooks.slack.com/services/T/B/x";
	/** Everything that was posted, including what was rejected. */
	readonly posted: unknown[] = [];
	/** What Slack accepted. */
	readonly taken: unknown[] = [];
	/** Overrides Slack's response; undefined keeps it. An error is thrown; Slack has accepted the message if it is an UnconfirmedError. */
	trouble: (headline: string) => Response | Error | undefined = () => undefined;

	readonly readWebhook: ReadWebhook = async () => {
		if (this.webhook === null) throw new TryLaterError("the Slack secret has no value");
		return this.webhook.trim() || null;
	};

	readonly send: Send = async (address, json) => {
		const message = JSON.parse(json);
		this.posted.push(message);
		const trouble = this.trouble(headlineOf(message));
		if (trouble instanceof UnconfirmedError) this.taken.push(message);
		if (trouble instanceof Error) throw trouble;
		if (trouble !== undefined) return answerOf(trouble);
		if (String(address) !== this.webhook) return answerOf(new Response("no_service", { status: 404 }));
		const answer = answerTo(message);
		if (answer.ok) this.taken.push(message);
		return answerOf(answer);
	};

	readonly ports: SlackPorts = { readWebhook: this.readWebhook, send: this.send };

	/** First lines of what was posted. */
	get headlines(): readonly string[] {
		return this.posted.map((message) => headlineOf(message as Message));
	}
}

interface Message {
	readonly text?: unknown;
	readonly blocks?: unknown;
}

const answerOf = async (response: Response): Promise<SlackAnswer> => ({
	status: response.status,
	retryAfter: response.headers.get("retry-after"),
	body: await response.text(),
});

const headlineOf = ({ text }: Message): string => String(text).split("\n")[0] ?? "";

function answerTo(message: Message): Response {
	const refusal = refusalOf(message);
	return refusal === null ? new Response("ok") : new Response(refusal, { status: 400 });
}
