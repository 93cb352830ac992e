import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import type { OpenSink } from "../../pipeline/sink.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../support/entries.ts";
import { StreamPorts } from "../support/stream-ports.ts";

const first = anEntry({ subject: repositorySubject("a") });
const at = (minute: number) => (minute === 0 ? first : laterBy(minute, first));
const dayMs = 86_400_000;

/** A sink that rejects a state for ever; null: it accepts the next one. */
const rejecting = (hash: string | null | undefined): OpenSink => {
	return async () => async () => {
		if (hash === null) return { kind: "delivered", what: "all of it" };
		const item = { body: { content: hash }, reason: "because", ...(hash === undefined ? {} : { hash }) };
		return { kind: "undelivered", later: false, items: [item] };
	};
};

/** Delivers one more state of the subject; returns the sequence numbers that failed. */
async function deliver(ports: StreamPorts, minute: number, hash: string | null | undefined): Promise<number> {
	const record = aStreamRecord(minute + 1, minute === 0 ? null : at(minute - 1), at(minute));
	const { batchItemFailures } = await streamReader(rejecting(hash), ports)({ Records: [record] });
	return batchItemFailures.length;
}

describe("a state that is rejected permanently", () => {
	test.each<[string, readonly (string | null | undefined)[], number]>([
		["has one dead letter while the same is rejected", ["h1", "h1", "h1"], 1],
		["has another one when something else is rejected", ["h1", "h2", "h2"], 2],
		["has another one after a state was accepted", ["h1", null, "h1"], 2],
		["has one each time if it is not known to be the same", [undefined, undefined], 2],
	])("%s", async (_, hashes, count) => {
		const ports = new StreamPorts();
		for (const [minute, hash] of hashes.entries()) expect(await deliver(ports, minute, hash)).toBe(0);
		expect(ports.undelivered).toHaveLength(count);
	});

	test.each([
		[12, 1],
		[13, 2],
	])("has a new dead letter before the queue deletes the first one: after %d days", async (days, count) => {
		const ports = new StreamPorts();
		await deliver(ports, 0, "h1");
		ports.time += days * dayMs;
		await deliver(ports, 1, "h1");
		expect(ports.undelivered).toHaveLength(count);
	});

	test("is not confirmed when it is rejected again, and counts as nothing to do", async () => {
		const ports = new StreamPorts();
		for (const minute of [0, 1]) await deliver(ports, minute, "h1");
		expect(ports.publishedOf(first.arn)).toBeUndefined();
		expect(ports.log.filter((line) => line !== "flushed")).toEqual([
			"undelivered: because",
			"skipped: its dead letter is stored already: because",
		]);
	});

	test("has copies with one id if the function ends between the dead letter and its record", async () => {
		const ports = new StreamPorts();
		const { recordRejections } = ports.ledger;
		ports.ledger.recordRejections = async () =>
			Promise.reject(new TryLaterError("dynamodb:UpdateItem did not respond"));
		expect(await deliver(ports, 0, "h1")).toBe(1);
		ports.ledger.recordRejections = recordRejections;
		expect(await deliver(ports, 0, "h1")).toBe(0);
		await deliver(ports, 1, "h1");
		expect(new Set(ports.undelivered.map(({ messageId }) => messageId)).size).toBe(1);
		expect(ports.undelivered).toHaveLength(2);
	});

	test("is not recorded if its dead letter could not be stored", async () => {
		const ports = new StreamPorts();
		ports.isQueueDown = true;
		expect(await deliver(ports, 0, "h1")).toBe(1);
		ports.isQueueDown = false;
		expect(await deliver(ports, 0, "h1")).toBe(0);
		expect(ports.undelivered).toHaveLength(1);
	});
});
