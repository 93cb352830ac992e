import { PermanentRejectionError } from "../../core/errors.ts";
import { type Fields, isFields } from "../../core/json.ts";

/** What the Slack secret contains. */
export interface SlackSecret {
	/** The incoming webhook for what no route sends elsewhere. */
	readonly webhook?: string;
	/** Those that routes of the policy name; without a prototype, so that every key is a name. */
	readonly webhooks: Readonly<Record<string, string>>;
	/** `xoxb-…`. */
	readonly botToken?: string;
	/** With which Slack signs what it sends. */
	readonly signingSecret?: string;
}

/** Where incoming webhooks are: of Slack, and of GovSlack, which is on a domain of its own (Slack developer docs, "GovSlack"). */
export const slackOrigins = { slack: "https://hooks.slack.com", govSlack: "https://hooks.slack-gov.com" } as const;

/**
 * Reads the value of the Slack secret: one webhook, or JSON with the keys of SlackSecret, each of them optional. Null if it is blank, which
 * turns Slack off. Throws PermanentRejectionError with one reason, in which there is neither a value nor a key of the secret.
 */
export function parseSlackSecret(text: string): SlackSecret | null {
	const value = text.trim();
	if (value === "") return null;
	if (!value.startsWith("{")) return { webhook: webhookOf(value, "the webhook"), webhooks: noWebhooks() };
	const { webhook, webhooks = {}, botToken, signingSecret, ...others } = parseObject(value);
	if (Object.keys(others).length > 0)
		throw problem("has an unknown key; write only webhook, webhooks, botToken and signingSecret");
	if (!isFields(webhooks))
		throw problem("has webhooks that are not a JSON object; write names as keys and webhooks as values");
	const named = Object.entries(webhooks).map(([name, url], index) => {
		const what = `webhook ${index + 1} of webhooks`;
		if (!/^[\w-]{1,64}$/.test(name))
			throw problem(`has a wrong name for ${what}; write letters, digits, hyphens and underscores`);
		return [name, webhookOf(url, what)] as const;
	});
	return {
		...(webhook === undefined ? {} : { webhook: webhookOf(webhook, "the webhook") }),
		webhooks: Object.assign(noWebhooks(), Object.fromEntries(named)),
		...(botToken === undefined
			? {}
			: { botToken: textOf(botToken, /^xoxb-[\w-]+$/, "a bot token; write one that starts with xoxb-") }),
		...(signingSecret === undefined
			? {}
			: {
					signingSecret: textOf(
						signingSecret,
						/^[\w-]{16,}$/,
						"a signing secret; copy it from the app's basic information",
					),
				}),
	};
}

const problem = (what: string): PermanentRejectionError => new PermanentRejectionError(`the Slack secret ${what}`);

const noWebhooks = (): Record<string, string> => Object.create(null);

function parseObject(text: string): Fields {
	try {
		const value: unknown = JSON.parse(text);
		if (isFields(value)) return value;
	} catch {
		// The message of a SyntaxError repeats a part of the text.
	}
	throw problem("begins with a brace but is not JSON; write a JSON object, or one webhook alone");
}

/** `what` names the webhook. Without https it must be on this machine, as in a local run. */
function webhookOf(value: unknown, what: string): string {
	const text = typeof value === "string" ? value.trim() : "";
	const address = URL.canParse(text) ? new URL(text) : null;
	if (address === null) throw problem(`does not contain a URL as ${what}`);
	const isSlack = Object.values(slackOrigins).some((origin) => origin === address.origin);
	if ((isSlack || isLoopback(address)) && address.username === "" && address.password === "") return text;
	throw new PermanentRejectionError(`the URL of ${what} in the Slack secret does not belong to ${slackOrigins.slack}`);
}

/** Whether a URL is on this machine, as in tests and the demo. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
	["http:", "https:"].includes(protocol) && ["127.0.0.1", "[::1]", "localhost"].includes(hostname);

/** `write`: what the value is not, and what to write. */
function textOf(value: unknown, pattern: RegExp, write: string): string {
	if (typeof value === "string" && pattern.test(value)) return value;
	throw problem(`contains something that is not ${write}`);
}
