import { beforeEach, describe, expect, test } from "@jest/globals";
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
const tooMany = Array.from({ length: 51 }, () => ({ type: "divider" })) as unknown as SlackMessage["blocks"];

/**
 * How Slack answers an incoming webhook (Slack developer docs, "Sending messages using incoming webhooks", "Handling
 * errors"; "Rate limits", 429 with Retry-After in seconds), and what the adapter makes of it.
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

	test("a message as large as Slack takes arrives", async () => {
		expect(await post({ blocks: tooMany.slice(1) })).toBe("posted");
	});

	describe("is refused for good", () => {
		test.each<[string, Partial<SlackMessage>, string]>([
			["without text", { text: " " }, "no_text (400)"],
			["with more than 50 blocks", { blocks: tooMany }, "invalid_blocks (400)"],
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
