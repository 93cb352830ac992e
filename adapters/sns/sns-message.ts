import type { AccountRegion } from "../../core/subject.ts";
import { toSingleLine } from "../../core/text.ts";
import type { SlackMessage } from "../slack/blocks.ts";
import type { About } from "./about.ts";
import { chatEvent } from "./chat-event.ts";
import { toPlainText, withoutEscapes } from "./plain-text.ts";

/** A message for a topic. */
export interface SnsMessage {
	/** Of mails. */
	readonly subject: string;
	/** The text for each kind of subscription (`MessageStructure: json`). */
	readonly message: Readonly<Record<"default" | "email" | "http" | "https" | "sms", string>>;
	/** By which subscriptions can select messages; their destination is added when the message is published. */
	readonly attributes: Readonly<Record<"kind" | "severity" | "account" | "region", string>>;
}

/**
 * SNS API reference, Publish: a subject of less than 100 ASCII characters; a message of at most 262,144 bytes, of which this
 * leaves some for the attributes.
 */
const snsLimits = { subject: 99, bytes: 250_000 } as const;

const maxChanges = 200;

/** A message of Slack in the forms that SNS delivers. Deterministic and within the limits of SNS; outside text in it is cut. */
export function toSnsMessage(message: SlackMessage, about: About): SnsMessage {
	const { kind, severity, place } = about;
	const headline = headlineOf(message);
	const subject = subjectOf(headline, place);
	const text = `${headline}\n\n${toPlainText(message.blocks)}`;
	const event = JSON.stringify(chatEvent(message, about));
	const formsWith = (changes: number) => ({
		default: JSON.stringify(dataOf(about, headline, text, changes)),
		email: `${text}\n`,
		http: event,
		https: event,
		sms: subject,
	});
	let shown = Math.min(about.changes.length, maxChanges);
	while (shown > 0 && bytesOf(formsWith(shown)) > snsLimits.bytes) shown = Math.floor(shown / 2);
	const { account, region } = place;
	return { subject, message: formsWith(shown), attributes: { kind, severity, account, region } };
}

const bytesOf = (forms: SnsMessage["message"]): number => Buffer.byteLength(JSON.stringify(forms));

/** For programs that subscribe, such as a queue or a function. */
const dataOf = ({ kind, severity, place, changes }: About, headline: string, text: string, shown: number) => ({
	version: "1.0",
	source: "shipshape",
	kind,
	severity,
	account: place.account,
	region: place.region,
	headline,
	text,
	changes: changes.slice(0, shown),
	moreChanges: changes.length - shown,
});

function headlineOf({ text, blocks }: SlackMessage): string {
	const [first] = blocks;
	return withoutEscapes(first?.type === "header" ? first.text.text : (text.split("\n")[0] ?? ""));
}

/** Must begin with a letter, a digit or punctuation, so without the sign of the headline. */
function subjectOf(headline: string, { account, region }: AccountRegion): string {
	const place = ` [${ascii(account)} ${ascii(region)}]`;
	const what = ascii(headline.replace(/^[^\x21-\x7e]+/, ""));
	const text = what.startsWith("Shipshape ") ? what : `Shipshape: ${what}`;
	const room = snsLimits.subject - place.length;
	return `${text.length <= room ? text : `${text.slice(0, room - 3)}...`}${place}`;
}

const ascii = (text: string): string =>
	[...toSingleLine(text).replaceAll("…", "...")].map((one) => (/^[\x20-\x7e]$/.test(one) ? one : "?")).join("");
