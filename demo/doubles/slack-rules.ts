import type { ActionsBlock, ContextBlock, HeaderBlock, KnownBlock, SectionBlock } from "@slack/types";
import { z } from "zod";

/*
 * What Slack accepts of a message, as far as the project's messages go. Sources, read 2026-11-29:
 * - docs.slack.dev, Block Kit reference: 50 blocks in a message, 150 characters in a header, 1 to 3,000 in the text of a section,
 *   1 to 10 elements in a context block, 1 to 25 buttons with up to 75 characters; every text has at least one character.
 * - docs.slack.dev, "Sending messages using incoming webhooks", handling errors: invalid_payload, no_text, invalid_blocks.
 * - docs.slack.dev, chat.postMessage, errors: msg_blocks_too_long, which has no documented limit. A message with 9,597 characters of
 *   text in 15,561 of JSON was accepted, one with 11,341 in 17,694 refused; between them nothing is known, so this refuses.
 */
const maxBlocks = 50;
const [acceptedText, acceptedJson] = [9_597, 15_561];

const text = (max: number) => z.string().min(1).max(max);
const plainText = (max: number) =>
	z.strictObject({ type: z.literal("plain_text"), text: text(max), emoji: z.boolean().exactOptional() });
const mrkdwn = (max: number) =>
	z.strictObject({ type: z.literal("mrkdwn"), text: text(max), verbatim: z.boolean().exactOptional() });

const header = z.strictObject({ type: z.literal("header"), text: plainText(150) }) satisfies z.ZodType<HeaderBlock>;
const section = z.strictObject({
	type: z.literal("section"),
	text: z.union([plainText(3_000), mrkdwn(3_000)]),
}) satisfies z.ZodType<SectionBlock>;
const context = z.strictObject({
	type: z.literal("context"),
	elements: z
		.array(z.union([plainText(3_000), mrkdwn(3_000)]))
		.min(1)
		.max(10),
}) satisfies z.ZodType<ContextBlock>;
const actions = z.strictObject({
	type: z.literal("actions"),
	block_id: text(255).exactOptional(),
	elements: z
		.array(
			z.strictObject({
				type: z.literal("button"),
				text: plainText(75),
				action_id: text(255).exactOptional(),
				value: text(2_000).exactOptional(),
				url: text(3_000).exactOptional(),
				style: z.enum(["primary", "danger"]).exactOptional(),
			}),
		)
		.min(1)
		.max(25),
}) satisfies z.ZodType<ActionsBlock>;
const divider = z.strictObject({ type: z.literal("divider") });

/** The blocks that the project's messages have; a block of another kind is refused, because nothing here checks it. */
const blocksSchema: z.ZodType<KnownBlock[]> = z
	.array(z.union([header, section, context, actions, divider]))
	.max(maxBlocks);

/** Slack's word for what is wrong with a message, sent to a webhook; null for a message that it accepts. */
export function refusalOf(message: unknown): string | null {
	if (typeof message !== "object" || message === null || Array.isArray(message)) return "invalid_payload";
	const { text: fallback, blocks = [] } = message as { readonly text?: unknown; readonly blocks?: unknown };
	if (typeof fallback !== "string" || fallback.trim() === "") return "no_text";
	if (!blocksSchema.safeParse(blocks).success) return "invalid_blocks";
	const isLong = charactersIn(blocks) > acceptedText || JSON.stringify(blocks).length > acceptedJson;
	return isLong ? "msg_blocks_too_long" : null;
}

/** The same for a message in the form in which the Web API gets it: the blocks as JSON. */
export function refusalOfFields({ text, blocks }: { readonly text?: string; readonly blocks?: string }): string | null {
	if (blocks === undefined) return refusalOf({ text });
	const parsed = parseList(blocks);
	return parsed === null ? "invalid_blocks_format" : refusalOf({ text, blocks: parsed });
}

function parseList(text: string): readonly unknown[] | null {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

/** Of all texts, wherever they stand. */
function charactersIn(value: unknown): number {
	if (typeof value !== "object" || value === null) return 0;
	return Object.entries(value).reduce(
		(sum, [key, one]) => sum + (key === "text" && typeof one === "string" ? one.length : charactersIn(one)),
		0,
	);
}
