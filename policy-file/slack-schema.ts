import * as z from "zod";
import type { SlackPolicy, SlackRoute } from "../core/policy.ts";
import { matchShape } from "./match-schema.ts";
import { choice, integer, optionalMapping, type SchemasOf, severity } from "./policy-parts.ts";

/** Names of Slack's channels: at most 80 lower-case letters, digits, hyphens and underscores (Slack API, conversations.create). */
const channelText = 'a channel\'s name, such as "#payments", or its id';
const channel = z.string(channelText).regex(/^(#?[^\s#A-Z.,]{1,80}|[CG][A-Z0-9]{8,20})$/u, channelText);
const webhookText = "the name of a webhook in the Slack secret, of letters, digits, hyphens and underscores";
const webhook = z.string(webhookText).regex(/^[\w-]{1,64}$/, webhookText);
const timeText = 'a time of the day in quotes, such as "22:00"';
const time = z.string(timeText).regex(/^([01]\d|2[0-3]):[0-5]\d$/, timeText);
const memberText = "a list of Slack member ids, such as U012AB3CD";
const zoneText = "the IANA name of a time zone, such as Europe/Berlin";

/** As of a scope, except for what cannot be told: a route that may apply is passed over. */
const routeMatchShape = {
	...matchShape,
	cluster: matchShape.cluster.describe("The name of a cluster; also matches its services, but no task definitions."),
	tag: matchShape.tag.describe(
		"The tags of a subject, by key; images have none, and if they could not be read, the route is passed over.",
	),
};

const routeShape = {
	channel: channel.describe("The channel that the bot posts to, by name or id.").exactOptional(),
	webhook: webhook.describe("The name of the webhook in the Slack secret.").exactOptional(),
	minimumSeverity: severity("The lowest severity that is reported there.").exactOptional(),
} satisfies { readonly [K in keyof Omit<Required<SlackRoute>, "match">]: z.ZodType };

const route = z
	.strictObject(
		{
			match: optionalMapping(
				routeMatchShape,
				"The subjects that the route applies to: at least one key, and every key has to match one of its globs.",
			),
			...routeShape,
		},
		"a mapping of keys to values",
	)
	.refine(
		({ channel: own, webhook: other }) => (own === undefined) !== (other === undefined),
		"is a route to one place; write channel or webhook",
	);

export const slackShape = {
	minimumSeverity: severity("The lowest severity that is reported to Slack."),
	channel: z
		.union([z.literal(""), channel], channelText)
		.describe(
			"The channel that the bot posts to if no route matches, by name or id; empty for the webhook of the secret.",
		),
	routes: z
		.array(route, "a list of routes")
		.describe("Other channels for some subjects; if several routes match, the last one wins."),
	unknownAfter: integer(0, 720, "Hours after which a verdict that is still unknown is reported."),
	timeZone: z
		.string(zoneText)
		.refine(isTimeZone, zoneText)
		.describe("The IANA name of the time zone of `quietHours` and `summary`."),
	quietHours: z
		.strictObject(
			{ from: time.describe("When they begin (HH:MM)."), to: time.describe("When they end (HH:MM).") },
			"a mapping with from and to",
		)
		.refine(({ from, to }) => from !== to, "is no time; write two different times")
		.describe(
			"When only what is CRITICAL, also its end, and what was blocked, is reported; the rest follows afterwards.",
		),
	summary: optionalMapping(
		{
			every: choice(["never", "day", "week"], "How often a summary is sent; weekly ones on Mondays."),
			hour: integer(0, 23, "The hour of the day at which it is sent."),
		},
		"A summary of what is open.",
	),
	approvers: z
		.array(z.string(memberText).regex(/^[UW][A-Z0-9]{8,20}$/, memberText), memberText)
		.describe(
			"The Slack member ids of those who may approve or refuse a deployment that waits; none: nobody is asked.",
		),
	approvalHours: integer(1, 168, "Hours after which an approval ends."),
} satisfies { readonly [K in keyof Required<SlackPolicy>]: z.ZodType } & Pick<
	SchemasOf<SlackPolicy>,
	"minimumSeverity" | "channel" | "unknownAfter" | "approvers" | "approvalHours"
>;

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat("en", { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
