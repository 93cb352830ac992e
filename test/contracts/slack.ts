import { beforeEach, describe, expect, test } from "@jest/globals";
import type { KnownBlock } from "@slack/types";
import { postMessage, type SlackPorts } from "../../adapters/slack/post-message.ts";
import type { SlackMessage } from "../../adapters/slack/to-message.ts";
import { PermanentRejectionError, TryLaterError } from "../../core/errors.ts";

/** An answer of a Slack that is not in good health. */
export interface Trouble {
	readonly status: number;
	readonly retryAfter?: string;
}

export interface SlackUnderTest {
	readonly ports: Pick<SlackPorts, "readWebhook" | "origin" | "send">;
	/** What Slack took. */
	readonly taken: () => readonly unknown[];
	/** Answers the next posts so. */
	readonly answerNext: (...troubles: readonly Trouble[]) => void;
	/** Replaces the webhook by one that Slack does not know. */
	readonly revoke: () => void;
}

const message: SlackMessage = { text: "🔴 <b> & \u2028", blocks: [] };
const section = (length: number): KnownBlock => ({
	type: "section",
	text: { type: "mrkdwn", text: "x".repeat(length) },
});
const header = (length: number): KnownBlock => ({
	type: "header",
	text: { type: "plain_text", text: "x".repeat(length) },
});
const context = (elements: number): KnownBlock => ({
	type: "context",
	elements: Array.from({ length: elements }, () => ({ type: "mrkdwn", text: "x" })),
});
/** Short texts in much JSON. */
const manyElements = (blocks: number) => Array.from({ length: blocks }, () => context(10));
const tooMany = Array.from({ length: 51 }, () => ({ type: "divider" })) as unknown as SlackMessage["blocks"];

/**
 * How Slack answers an incoming webhook, and what the adapter makes of it. Sources: docs.slack.dev, "Sending messages using
 * incoming webhooks", "Handling errors" (no_service, no_text, invalid_blocks); "Rate limits" (429 with Retry-After in seconds);
 * Block Kit reference (the numbers of characters, blocks and elements); chat.postMessage (msg_blocks_too_long). The sum that is
 * too long is not documented: messages of 9,597 characters of text in 15,561 of JSON were accepted, and of 11,341 in 17,694 not.
 */
export function slackContract(open: () => Promise<SlackUnderTest>): void {
	let slack: SlackUnderTest;
	beforeEach(async () => {
		slack = await open();
	});
	const post = (more: Partial<SlackMessage> = {}) => postMessage({ ...message, ...more }, slack.ports);

	test("a message arrives whole", async () => {
		expect(await post()).toBe("posted");
		expect(slack.taken()).toEqual([message]);
	});

	test.each<[string, KnownBlock[]]>([
		["50 blocks", tooMany.slice(1)],
		["a header of 150 characters", [header(150)]],
		["a section of 3,000 characters", [section(3_000)]],
		["ten elements in a context", [context(10)]],
		["9,597 characters of text", [section(3_000), section(3_000), section(3_000), section(597)]],
	])("a message as large as Slack takes arrives: %s", async (_, blocks) => {
		expect(await post({ blocks })).toBe("posted");
	});

	describe("is refused for good", () => {
		test.each<[string, Partial<SlackMessage>, string]>([
			["without text", { text: " " }, "no_text (400)"],
			["with more than 50 blocks", { blocks: tooMany }, "invalid_blocks (400)"],
			["with a header of more than 150 characters", { blocks: [header(151)] }, "invalid_blocks (400)"],
			["with a section of more than 3,000 characters", { blocks: [section(3_001)] }, "invalid_blocks (400)"],
			["with more than ten elements in a context", { blocks: [context(11)] }, "invalid_blocks (400)"],
			["with no element in a context", { blocks: [context(0)] }, "invalid_blocks (400)"],
			["with an empty section", { blocks: [section(0)] }, "invalid_blocks (400)"],
			["with an empty header", { blocks: [header(0)] }, "invalid_blocks (400)"],
			[
				"with 11,341 characters of text in all its blocks",
				{ blocks: [section(3_000), section(3_000), section(3_000), section(2_341)] },
				"msg_blocks_too_long (400)",
			],
			[
				"with more than 15,561 characters of JSON in all its blocks",
				{ blocks: manyElements(50) },
				"msg_blocks_too_long (400)",
			],
		])("%s", async (_, more, word) => {
			await expect(post(more)).rejects.toThrow(new PermanentRejectionError(`Slack rejected the message: ${word}`));
		});

		test("at a webhook that Slack does not know", async () => {
			slack.revoke();
			await expect(post()).rejects.toThrow(new PermanentRejectionError("Slack rejected the message: no_service (404)"));
			expect(slack.taken()).toEqual([]);
		});
	});

	describe("comes again with the stream", () => {
		test.each<[string, Trouble, object]>([
			["when Slack asked to wait", { status: 429, retryAfter: "30" }, { afterMs: 30_000 }],
			["after a second when Slack does not say how long", { status: 429 }, { afterMs: 1_000 }],
			["when Slack failed", { status: 503 }, { message: "Slack responded with 503" }],
		])("%s", async (_, trouble, error) => {
			slack.answerNext(trouble);
			const posted = post();
			await expect(posted).rejects.toThrow(TryLaterError);
			await expect(posted).rejects.toMatchObject(error);
			expect(slack.taken()).toEqual([]);
			expect(await post()).toBe("posted");
			expect(slack.taken()).toEqual([message]);
		});
	});
}
