import { createHash } from "node:crypto";
import type { SlackMessage } from "../../adapters/slack/blocks.ts";
import { toDigestMessage } from "../../adapters/slack/to-digest-message.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import { toPresentMessage } from "../../adapters/slack/to-present-message.ts";
import { toSummaryMessage } from "../../adapters/slack/to-summary-message.ts";
import { toSweepMessage } from "../../adapters/slack/to-sweep-message.ts";
import { controls } from "../../controls/index.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { presentStateOf } from "../../domain/notifications/present-state.ts";
import { slackSvg } from "../../report/picture/message-svg.ts";
import { digest, firstSweep, notifications, one, place, summary } from "./slack-samples.ts";

interface PictureInput {
	readonly name: string;
	readonly title: string;
	readonly messages: readonly { readonly caption?: string; readonly message: SlackMessage }[];
}

const { failure, worse, blocked, waiting, fixed, unknown, opened, partlyFixed } = notifications;

const single = (name: string, title: string, message: SlackMessage): PictureInput => ({
	...{ name, title },
	messages: [{ message }],
});
const present = (entry: LedgerEntry): SlackMessage => {
	const reported = opened.changes.map(({ control }) => control);
	return toPresentMessage(presentStateOf(entry, reported, "LOW"), controls);
};

/** A picture of each kind of message, and what it is made from. */
const inputs: readonly PictureInput[] = [
	single("failure", "A new failure", toMessage(failure, controls)),
	single("worse", "A failure that got worse", toMessage(worse, controls)),
	single("blocked", "A deployment that was refused", toMessage(blocked, controls)),
	single("waiting", "A deployment that waits, with buttons", toMessage(waiting, controls, { hasButtons: true })),
	single("fixed", "A failure that was fixed", toMessage(fixed, controls)),
	single("unknown", "What could not be checked for a day", toMessage(unknown, controls)),
	single("digest", "A digest", toDigestMessage(digest, controls)),
	single("summary", "A daily summary", toSummaryMessage(summary, place)),
	single("first-sweep", "The first sweep", toSweepMessage(firstSweep, true, controls, place)),
	{
		name: "thread",
		title: "The first message of a thread, before and after a fix",
		messages: [
			{ caption: "The first message, as it was posted", message: toMessage(opened, controls) },
			{ caption: "The first message, after one of its failures was fixed", message: present(one) },
			{ caption: "The reply in its thread", message: toMessage(partlyFixed, controls) },
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
