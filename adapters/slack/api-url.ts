import { PermanentRejectionError } from "../../core/errors.ts";
import { isLoopback } from "../secrets-manager/slack-secret.ts";

/** The Web API by the origin of the incoming webhooks, so that one option chooses both; GovSlack has hosts of its own. */
const apiUrls: ReadonlyMap<string, string> = new Map([
	["https://hooks.slack.com", "https://slack.com/api/"],
	["https://hooks.slack-gov.com", "https://slack-gov.com/api/"],
]);

/** The address of the Web API. `origin`: that of the webhooks. Throws PermanentRejectionError for any other host than Slack's or this machine. */
export function apiUrlOf(origin: string): string {
	const known = apiUrls.get(origin);
	if (known !== undefined) return known;
	const local = URL.canParse(origin) ? new URL(origin) : null;
	// A local run has its own origin, on this machine.
	if (local !== null && isLoopback(local) && local.origin === origin) return `${origin}/api/`;
	throw new PermanentRejectionError("the allowed origin for Slack is neither Slack's nor on this machine");
}
