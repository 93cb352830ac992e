import { beforeEach, expect, test } from "@jest/globals";
import type { Undelivered } from "../../adapters/sqs/undelivered.ts";
import { TryLaterError } from "../../core/errors.ts";

export interface UndeliveredUnderTest {
	readonly keep: (undelivered: Undelivered) => Promise<void>;
	/** What lies in the queue, each body parsed. */
	readonly received: () => Promise<readonly Undelivered[]>;
	/** Whether SQS answers. */
	readonly setDown: (isDown: boolean) => void;
}

const subject = "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments";
const messageId = "c81e728d9d4c2f636f067f89cc14862c/0123456789ab";
const one: Undelivered = {
	body: { Id: "f" },
	reason: "InvalidInput: no ASFF",
	sink: "security-hub",
	subject,
	messageId,
};

/**
 * What the readers of the stream rely on when something cannot be delivered. Characters: Amazon SQS API reference,
 * SendMessage (MessageBody). `open` answers an empty queue.
 */
export function undeliveredContract(open: () => Promise<UndeliveredUnderTest>): void {
	let queue: UndeliveredUnderTest;
	beforeEach(async () => {
		queue = await open();
	});

	test("the body is kept whole, with its reason, sink, subject and id", async () => {
		await queue.keep(one);
		expect(await queue.received()).toEqual([one]);
	});

	test("a body is kept with every character of JSON", async () => {
		const body = { text: "<b> & \u0000 \ufffe\uffff \ud800 😀 \u2028", list: [null, 1.5, true, {}] };
		await queue.keep({ ...one, body });
		expect((await queue.received())[0]?.body).toEqual(body);
	});

	test("a body is kept as JSON has it: keys that hold undefined are left out", async () => {
		await queue.keep({ ...one, body: { Id: "f", Note: undefined } });
		expect((await queue.received())[0]?.body).toStrictEqual({ Id: "f" });
	});

	test("later changes to a body do not reach the queue", async () => {
		const body = { Id: "f" };
		await queue.keep({ ...one, body });
		body.Id = "g";
		expect((await queue.received())[0]?.body).toEqual({ Id: "f" });
	});

	test("a record without a known subject and without an id is kept without them", async () => {
		const { subject: _, messageId: __, ...unknown } = one;
		await queue.keep(unknown);
		expect(await queue.received()).toStrictEqual([unknown]);
	});

	test.each([
		["on one line", "no\nASFF", "no ASFF"],
		["at most 512 characters long", "x".repeat(9_999), `${"x".repeat(511)}…`],
		["never empty", " ", "?"],
	])("a reason is kept %s", async (_, reason, expected) => {
		await queue.keep({ ...one, reason });
		expect((await queue.received())[0]?.reason).toBe(expected);
	});

	test("the same is kept as often as it is given", async () => {
		await queue.keep(one);
		await queue.keep(one);
		expect(await queue.received()).toEqual([one, one]);
	});

	test("a queue that cannot take it now throws TryLaterError and keeps nothing", async () => {
		queue.setDown(true);
		await expect(queue.keep(one)).rejects.toThrow(TryLaterError);
		expect(await queue.received()).toEqual([]);
	});
}
