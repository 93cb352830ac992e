import { beforeEach, expect, test } from "@jest/globals";
import type { DeadLetter, DeadLetters } from "../../adapters/sqs/dead-letters.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { ReceivedMessage } from "../support/dead-letters.ts";

export interface DeadLettersUnderTest {
	readonly letters: DeadLetters;
	/** What lies in the queue. */
	readonly received: () => Promise<readonly ReceivedMessage[]>;
	/** Whether SQS answers. */
	readonly setDown: (isDown: boolean) => void;
	/** What DynamoDB's time to live does: deletes every item whose `expiresAt`, in epoch seconds, lies before a time. */
	readonly expire: (at: number) => Promise<void>;
}

const letter: DeadLetter = { messageId: "m-1", body: '{"detail":', reason: "the message is not JSON" };
const begun = Date.parse("2026-11-21T12:00:00.000Z");
const daySeconds = 86_400;

/**
 * What a route relies on when it refuses a message. Limits: Amazon SQS API reference, SendMessage (MessageBody,
 * MessageAttribute). `open` answers an empty queue whose letters are dated by `now`.
 */
export function deadLetterContract(open: (now: () => string) => Promise<DeadLettersUnderTest>): void {
	let time = begun;
	let queue: DeadLettersUnderTest;
	beforeEach(async () => {
		time = begun;
		queue = await open(() => new Date(time).toISOString());
	});
	const refuse = (more: Partial<DeadLetter> = {}) => queue.letters.send({ ...letter, ...more });
	const bodies = async () => (await queue.received()).map(({ body }) => body);

	test("a letter arrives whole, with its reason, its message id and its time", async () => {
		expect(await refuse()).toBe("sent");
		expect(await queue.received()).toEqual([
			{
				body: letter.body,
				attributes: { reason: letter.reason, messageId: "m-1", receivedAt: "2026-11-21T12:00:00.000Z" },
			},
		]);
	});

	test("a letter of a redriven message has the id that the message had at first", async () => {
		await refuse({ messageId: "m-2", originalId: "m-1" });
		expect((await queue.received())[0]?.attributes["messageId"]).toBe("m-1");
	});

	test("a redriven message gets a new letter, although there was one for the message before", async () => {
		await refuse();
		expect(await refuse({ messageId: "m-2", originalId: "m-1" })).toBe("sent");
		expect(await refuse({ messageId: "m-2", originalId: "m-1" })).toBe("already there");
		expect(await bodies()).toHaveLength(2);
	});

	test("a message id is sent once, whatever is said of it the second time", async () => {
		await refuse();
		time += 3_600_000;
		expect(await refuse({ body: "{", reason: "another" })).toBe("already there");
		expect(await bodies()).toEqual([letter.body]);
	});

	test("the same body is sent for each message id", async () => {
		await refuse();
		expect(await refuse({ messageId: "m-2" })).toBe("sent");
		expect(await bodies()).toHaveLength(2);
	});

	test("of two attempts at the same time one sends, the other has to try later", async () => {
		const outcomes = await Promise.allSettled([refuse(), refuse()]);
		expect(outcomes).toContainEqual({ status: "fulfilled", value: "sent" });
		expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(TryLaterError) });
		expect(await bodies()).toEqual([letter.body]);
	});

	test("a letter that SQS could not take is sent 30 seconds later, once", async () => {
		queue.setDown(true);
		await expect(refuse()).rejects.toThrow(TryLaterError);
		queue.setDown(false);
		time = begun + 30_000;
		await expect(refuse()).rejects.toThrow(TryLaterError);
		time += 1;
		expect(await refuse()).toBe("sent");
		expect(await refuse()).toBe("already there");
		expect(await bodies()).toEqual([letter.body]);
	});

	test("a message id is remembered for longer than the 14 days that SQS keeps a message", async () => {
		await refuse();
		await queue.expire(begun / 1_000 + 14 * daySeconds);
		expect(await refuse()).toBe("already there");
		await queue.expire(begun / 1_000 + 16 * daySeconds);
		expect(await refuse()).toBe("sent");
	});

	test("a reason is put on one line, without code points that SQS refuses", async () => {
		await refuse({ reason: "a\r\nb\u0000c\uffff\ud800" });
		expect((await queue.received())[0]?.attributes["reason"]).toBe("a b c \ufffd");
	});

	test("an empty reason becomes one that SQS takes", async () => {
		await refuse({ reason: "\u0000" });
		expect((await queue.received())[0]?.attributes["reason"]).toBe("no reason given");
	});

	test("a long reason is cut to a kibibyte", async () => {
		await refuse({ reason: "ü".repeat(3_000) });
		const reason = (await queue.received())[0]?.attributes["reason"] ?? "";
		expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(1_024);
		expect(reason).toMatch(/^ü{400,}…$/);
	});

	test("a body as large as SQS takes arrives whole, without attributes", async () => {
		const body = "x".repeat(1_048_576);
		expect(await refuse({ body })).toBe("sent");
		const [received] = await queue.received();
		expect(received?.attributes).toEqual({});
		expect(received?.body === body).toBe(true);
	});
}
