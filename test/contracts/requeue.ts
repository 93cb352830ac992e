import { beforeEach, expect, test } from "@jest/globals";
import type { SQSMessageAttributes, SQSRecord } from "aws-lambda";
import type { RoutePorts } from "../../pipeline/route.ts";
import type { ReceivedMessage } from "../support/dead-letters.ts";
import { batchOf, push } from "../support/route.ts";

export interface RequeueUnderTest {
	readonly requeue: RoutePorts["requeue"];
	/** What can be received from the route's own queue now. */
	readonly received: () => Promise<readonly ReceivedMessage[]>;
	/** Lets seconds pass. */
	readonly pass: (seconds: number) => Promise<void>;
}

const body = `${JSON.stringify(push("payments", { id: "ü😀\u2028" }))}\n`;
const since = "2026-11-21T11:00:00.000Z";
/** A scan result that was awaited for so many seconds when AWS was read last. */
const awaitedFor = (seconds: number) => ({
	since,
	readAt: new Date(Date.parse(since) + seconds * 1_000).toISOString(),
});
const aMessage = (messageAttributes: SQSMessageAttributes = {}): SQSRecord => {
	const [record] = batchOf(body).Records;
	return { ...record, messageAttributes } as SQSRecord;
};

/**
 * What a route relies on when it waits for a scan result for 1, 5 and 15 minutes, as the default policy says. Delays:
 * Amazon SQS API reference, SendMessage (DelaySeconds). `open` answers an empty queue.
 */
export function requeueContract(open: () => Promise<RequeueUnderTest>): void {
	let queue: RequeueUnderTest;
	beforeEach(async () => {
		queue = await open();
	});

	test("a message arrives whole in its own queue when the delay is over, as its second attempt", async () => {
		expect(await queue.requeue(aMessage(), [awaitedFor(59)])).toBe(1);
		await queue.pass(1);
		expect(await queue.received()).toEqual([{ body, attributes: { attempt: "2" } }]);
	});

	test("a message that was requeued before counts on, and the earliest of several results decides", async () => {
		const attempt = { stringValue: "3", dataType: "Number" };
		expect(await queue.requeue(aMessage({ attempt }), [awaitedFor(0), awaitedFor(299), awaitedFor(9_999)])).toBe(1);
		await queue.pass(1);
		expect(await queue.received()).toEqual([{ body, attributes: { attempt: "4" } }]);
	});

	test.each([
		[0, 60],
		[61, 239],
		[301, 599],
	])("after %d seconds a message waits %d more and cannot be received", async (seconds, delay) => {
		expect(await queue.requeue(aMessage(), [awaitedFor(seconds)])).toBe(delay);
		expect(await queue.received()).toEqual([]);
	});

	test("nothing is sent when every wait is over, or nothing is awaited", async () => {
		expect(await queue.requeue(aMessage(), [awaitedFor(900)])).toBeNull();
		expect(await queue.requeue(aMessage(), [])).toBeNull();
		await queue.pass(1);
		expect(await queue.received()).toEqual([]);
	});
}
