import { PermanentRejectionError } from "../../core/errors.ts";

export const slackOrigin = "https://hooks.slack.com";

/**
 * The webhook as a URL that messages may be posted to. It must have the allowed origin, so that a secret cannot direct the
 * function to an internal address. Without https, the origin must be on this machine (a local run).
 * Throws PermanentRejectionError, which never contains the URL because it is a secret.
 */
export function parseWebhookUrl(webhook: string, origin: string): URL {
	const address = URL.canParse(webhook) ? new URL(webhook) : null;
	const allowed = URL.canParse(origin) ? new URL(origin) : null;
	if (address === null) throw new PermanentRejectionError("the Slack secret does not contain a URL");
	if (allowed === null || !(allowed.protocol === "https:" || isLocalhost(allowed))) {
		throw new PermanentRejectionError("the allowed origin for Slack neither uses https nor is on this machine");
	}
	if (address.origin !== allowed.origin || address.username !== "" || address.password !== "") {
		throw new PermanentRejectionError(`the URL in the Slack secret does not belong to ${allowed.origin}`);
	}
	return address;
}

const isLocalhost = ({ protocol, hostname }: URL): boolean =>
	protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
