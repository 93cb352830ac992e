import type { ReadWebhook } from "../../adapters/secrets-manager/read-slack-secret.ts";
import { TryLaterError } from "../../core/errors.ts";
import { refusalOf } from "../../demo/doubles/slack-rules.ts";

/** Slack and the secret of its webhook without a network, held to the same contract as the double: test/contracts/slack.ts. */
export class SlackInMemory {
	/** The value of the secret; null if it has none. */
	webhook: string | null = "https://hooks.slack.com/services/T/B/x";
	/** Everything that was posted, including what was rejected. */
	readonly posted: unknown[] = [];
	/** What Slack accepted. */
	readonly taken: unknown[] = [];
	/** Overrides Slack's response; undefined keeps it. */
	trouble: (headline: string) => Response | undefined = () => undefined;

	readonly readWebhook: ReadWebhook = async () => {
		if (this.webhook === null) throw new TryLaterError("the Slack secret has no value");
		return this.webhook.trim() || null;
	};

	readonly fetch: typeof fetch = async (address, init) => {
		const message = JSON.parse(String(init?.body));
		this.posted.push(message);
		const trouble = this.trouble(headlineOf(message));
		if (trouble !== undefined) return trouble;
		if (String(address) !== this.webhook) return new Response("no_service", { status: 404 });
		const answer = answerTo(message);
		if (answer.ok) this.taken.push(message);
		return answer;
	};

	/** First lines of what was posted. */
	get headlines(): readonly string[] {
		return this.posted.map((message) => headlineOf(message as Message));
	}
}

interface Message {
	readonly text?: unknown;
	readonly blocks?: unknown;
}

const headlineOf = ({ text }: Message): string => String(text).split("\n")[0] ?? "";

function answerTo(message: Message): Response {
	const refusal = refusalOf(message);
	return refusal === null ? new Response("ok") : new Response(refusal, { status: 400 });
}
