import { createHash } from "node:crypto";
import type { SlackMessage } from "../../adapters/slack/blocks.ts";
import { toDigestMessage } from "../../adapters/slack/to-digest-message.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import { toPresentMessage } from "../../adapters/slack/to-present-message.ts";
import { toSummaryMessage } from "../../adapters/slack/to-summary-message.ts";
import { toSweepMessage } from "../../adapters/slack/to-sweep-message.ts";
import { controls } from "../../controls/index.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { presentStateOf } from "../../domain/notifications/present-state.ts";
import { slackSvg } from "../../report/picture/message-svg.ts";
import { place } from "./sample-entries.ts";
import { digest, firstSweep, notifications, one, summary } from "./slack-samples.ts";

interface PictureInput {
	readonly name: string;
	readonly title: string;
	readonly messages: readonly { readonly caption?: string; readonly time: string; readonly message: SlackMessage }[];
}

const { failure, worse, blocked, waiting, fixed, unknown, opened, partlyFixed } = notifications;

const single = (name: string, title: string, time: string, message: SlackMessage): PictureInput => ({
	...{ name, title },
	messages: [{ time, message }],
});
/** The message about a change comes within the same minute. */
const about = (
	name: string,
	title: string,
	notification: Notification,
	options?: Parameters<typeof toMessage>[2],
): PictureInput => single(name, title, timeOf(notification), toMessage(notification, controls, options));
/** `9:12 AM`. */
function timeOf({ entry }: Pick<Notification, "entry">): string {
	const options = { hour: "numeric", minute: "2-digit", timeZone: "UTC" } as const;
	// Some versions of Node put another space before AM.
	return new Date(entry.readAt).toLocaleTimeString("en-US", options).replace(/\s/, " ");
}
const present = (entry: LedgerEntry): SlackMessage => {
	const reported = opened.changes.map(({ control }) => control);
	return toPresentMessage(presentStateOf(entry, reported, "LOW"), controls);
};

/** A picture of each kind of message, and what it is made from. */
const inputs: readonly PictureInput[] = [
	about("failure", "A new failure", failure),
	about("worse", "A failure that got worse", worse),
	about("blocked", "A deployment that was refused", blocked),
	about("waiting", "A deployment that waits, with buttons", waiting, { buttons: "here" }),
	about("fixed", "A failure that was fixed", fixed),
	about("unknown", "What could not be checked for a day", unknown),
	single("digest", "A digest", "10:02 AM", toDigestMessage(digest, controls)),
	single("summary", "A daily summary", "8:00 AM", toSummaryMessage(summary, place)),
	single("first-sweep", "The first sweep", "8:07 AM", toSweepMessage(firstSweep, true, controls, place)),
	{
		name: "thread",
		title: "The first message of a thread, before and after a fix",
		messages: [
			{ caption: "The first message, as it was posted", time: timeOf(opened), message: toMessage(opened, controls) },
			{ caption: "The same message, after one of its failures was fixed", time: timeOf(opened), message: present(one) },
			{ caption: "The reply in its thread", time: timeOf(partlyFixed), message: toMessage(partlyFixed, controls) },
		],
	},
];

interface Picture extends PictureInput {
	/** From the root. */
	readonly path: string;
	/** A hash of the messages, which the picture contains as `data-input`. */
	readonly hash: string;
	readonly svg: string;
}

export const slackPictures = (): readonly Picture[] =>
	inputs.map((input) => {
		const { name, title, messages } = input;
		const hash = createHash("sha256").update(JSON.stringify(messages)).digest("hex");
		return { ...input, hash, path: `docs/images/slack-${name}.svg`, svg: slackSvg(messages, title, hash) };
	});
