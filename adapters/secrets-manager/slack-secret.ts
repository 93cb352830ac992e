import { TryLaterError } from "../../core/errors.ts";
import { isFields, textIn } from "../../core/json.ts";

/** What the Slack secret contains. */
export interface SlackSecret {
	/** The URL of the default incoming webhook. */
	readonly webhook?: string;
	/** URLs of further webhooks, by the names that routes use. */
	readonly webhooks: Readonly<Record<string, string>>;
	readonly botToken?: string;
	/** With which Slack signs what it sends to the app. */
	readonly signingSecret?: string;
}

/** The secret in its text: a bare URL, or JSON; null if it is blank, which turns Slack off. Throws TryLaterError, without any of the text. */
export function parseSlackSecret(text: string): SlackSecret | null {
	const value = text.trim();
	if (value === "") return null;
	if (!value.startsWith("{")) return { webhook: value, webhooks: {} };
	const fields = fieldsOf(value);
	const named = isFields(fields["webhooks"]) ? Object.entries(fields["webhooks"]) : [];
	const webhooks = Object.fromEntries(named.flatMap(([name, url]) => (typeof url === "string" ? [[name, url]] : [])));
	const texts = (["webhook", "botToken", "signingSecret"] as const).flatMap((key) => {
		const one = textIn(fields[key])?.trim();
		return one === undefined ? [] : [[key, one] as const];
	});
	return { ...Object.fromEntries(texts), webhooks };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		if (isFields(value)) return value;
	} catch {
		// The error of JSON.parse quotes the text.
	}
	throw new TryLaterError("the Slack secret is neither the URL of a webhook nor a JSON object");
}
