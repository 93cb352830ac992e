import { environment } from "../../core/environment.ts";
import { PermanentRejectionError } from "../../core/errors.ts";
import { isLoopback, slackOrigins } from "../secrets-manager/slack-secret.ts";

export const slackOrigin = slackOrigins.slack;

/** The origin that webhooks must have, by the variables of a function: Slack's or GovSlack's, or that of a local run. */
export function webhookOriginOf(variables: Readonly<Record<string, string | undefined>>): string {
	const own = variables[environment.govSlack] === "true" ? slackOrigins.govSlack : slackOrigins.slack;
	return variables[environment.slackOrigin] || own;
}

/**
 * The webhook as a URL that messages may be posted to. It must have the allowed origin, so that a secret cannot direct the
 * function to an internal address. That is Slack's or GovSlack's, or one on this machine (a local run).
 * Throws PermanentRejectionError, which never contains the URL because it is a secret.
 */
export function parseWebhookUrl(webhook: string, origin: string): URL {
	const address = URL.canParse(webhook) ? new URL(webhook) : null;
	const allowed = URL.canParse(origin) ? new URL(origin) : null;
	if (address === null) throw new PermanentRejectionError("the Slack secret does not contain a URL");
	const isKnown = Object.values(slackOrigins).some((known) => known === allowed?.origin);
	if (allowed === null || !(isKnown || isLoopback(allowed)))
		throw new PermanentRejectionError("the allowed origin for Slack is neither Slack's nor on this machine");
	if (address.origin !== allowed.origin || address.username !== "" || address.password !== "") {
		throw new PermanentRejectionError(`the URL in the Slack secret does not belong to ${allowed.origin}`);
	}
	return address;
}
