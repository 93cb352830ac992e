import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { PermanentRejectionError, TryLaterError, UnconfirmedError, WaitRequestedError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import { NoResponseError } from "./request-once.ts";
import { aboutToken } from "./token-codes.ts";

/*
 * Slack's errors and what to do about them. The codes are those of the method reference (docs.slack.dev, chat.postMessage and
 * chat.update, "Errors"), which come with status 200 and `ok: false`.
 */

/** Slack cannot do it now, or the workspace is being moved. */
const temporary = [
	...["internal_error", "fatal_error", "service_unavailable", "request_timeout", "update_failed"],
	...["team_added_to_org", "org_login_required", "external_channel_migrating"],
];

const refusedByWorkspace = [
	...["restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel"],
	...["ekm_access_denied", "no_permission", "team_access_not_granted", "accesslimited"],
];

/** What to do, by Slack's code. */
function adviceOn(code: string, channel: string): string {
	if (aboutToken.includes(code)) {
		return "put the app's Bot User OAuth Token (xoxb-…) into botToken of the Slack secret; it may have been replaced";
	}
	if (refusedByWorkspace.includes(code)) {
		return `ask an admin of the workspace to let the app post in ${channel}, or name another channel`;
	}
	switch (code) {
		case "channel_not_found":
			return `the bot sees no channel ${channel}: correct its name in the policy, or type /invite @ and the bot's name there if it is private`;
		case "not_in_channel":
			return `type /invite @ and the bot's name in ${channel}, or add the scope chat:write.public, which is for public channels, and reinstall the app`;
		case "is_archived":
			return `${channel} is archived: name another channel in the policy, or restore it`;
		case "missing_scope":
			return "add the scope chat:write to the app, and chat:write.public for public channels without an invitation, and reinstall it";
		default:
			return "";
	}
}

/** Slack's error code; null if it answered nothing, or nothing of its own. */
export function errorCodeOf(error: unknown): string | null {
	if (!(error instanceof WebAPIPlatformError)) return null;
	const code: unknown = error.data.error;
	return typeof code === "string" && /^[a-z][a-z_]{0,63}$/.test(code) ? code : null;
}

/** Whether the secret may hold another token by now. */
export const isAboutToken = (error: unknown): boolean => aboutToken.includes(errorCodeOf(error) ?? "");

/**
 * A failure of Slack's client as one of ours. `channel`: by the name or id that was used. The messages contain Slack's code and
 * what to do, and nothing of the request. What is not an error of the client is returned as it is.
 */
export function failureOf(error: unknown, channel: string): unknown {
	if (error instanceof WebAPIRateLimitedError) return waitOf(error.retryAfter);
	if (error instanceof WebAPIHTTPError) {
		const reason = `Slack responded with ${error.statusCode}`;
		return error.statusCode >= 500 ? new TryLaterError(reason) : new PermanentRejectionError(reason);
	}
	if (error instanceof WebAPIRequestError) {
		const { original } = error;
		const { message, mayHaveArrived } =
			original instanceof NoResponseError ? original : new NoResponseError("no reason given", true);
		return mayHaveArrived
			? new UnconfirmedError(`Slack did not respond (${message}); the request may have arrived`)
			: new TryLaterError(`Slack could not be reached (${message})`);
	}
	if (!(error instanceof WebAPIPlatformError)) return error;
	const code = errorCodeOf(error);
	if (code === null)
		return new UnconfirmedError("Slack's response is not one of its API's; the request may have arrived");
	if (["ratelimited", "rate_limited"].includes(code)) return waitOf(error.data.response_metadata?.retryAfter ?? 1);
	if (temporary.includes(code)) return new TryLaterError(`Slack responded with ${code}`);
	const what = adviceOn(code, formatForDisplay(channel));
	return new PermanentRejectionError(`Slack rejected the request: ${code}${what === "" ? "" : `; ${what}`}`);
}

const waitOf = (seconds: number): WaitRequestedError =>
	new WaitRequestedError(`Slack asked to wait ${seconds} s`, seconds * 1_000);
