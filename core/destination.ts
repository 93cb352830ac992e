import type { Severity } from "./verdict.ts";

/** Where notifications about a subject go; with neither a channel nor a webhook: to the policy's default. */
export interface Destination {
	/** Of the bot, by name (`#payments`) or id (`C0123456789`). */
	readonly channel?: string;
	/** The name of a webhook in the Slack secret. */
	readonly webhook?: string;
	/** Failures below this severity are not reported there. Absent: that of the policy. */
	readonly minimumSeverity?: Severity;
}

/** Where notifications go that no route matches, by the channel that the policy names; empty for the webhook of the secret. */
export const defaultDestinationOf = ({ channel }: { readonly channel: string }): Destination =>
	channel === "" ? {} : { channel };
