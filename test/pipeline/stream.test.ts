import { describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { TryLaterError } from "../../core/errors.ts";
import type { Change, OpenSink, Outcome } from "../../pipeline/sink.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject, sequenceNumber } from "../support/entries.ts";
import { StreamPorts } from "../support/stream-ports.ts";

const [a, b] = [anEntry({ subject: repositorySubject("a") }), anEntry({ subject: repositorySubject("b") })];
const [a2, a3] = [laterBy(1, a), laterBy(2, a)];

type Answer = Outcome | Error;
const delivered: Outcome = { kind: "delivered", what: "all of it" };
const undelivered = (later: boolean): Outcome => {
	return { kind: "undelivered", later, items: [{ body: { whole: "body" }, reason: "because" }] };
};

/** A sink that answers for some states otherwise than `delivered`, and remembers what it was asked to deliver. */
function sink(answers: readonly (readonly [Change["entry"], Answer])[] = []) {
	const asked: string[] = [];
	const open: OpenSink = async () => async (change) => {
		asked.push(`${change.entry.arn.slice(-1)} ${change.entry.readAt.slice(11, 16)}`);
		const answer = answers.find(
			([entry]) => entry.arn === change.entry.arn && entry.readAt === change.entry.readAt,
		)?.[1];
		if (answer instanceof Error) throw answer;
		return answer ?? delivered;
	};
	return { asked, open };
}

const failuresOf = async (open: OpenSink, ports: StreamPorts, ...records: DynamoDBRecord[]): Promise<number[]> => {
	const { batchItemFailures } = await streamReader(open, ports)({ Records: records });
	return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
};

describe("every record ends in one of three ways", () => {
	test("delivered: confirmed in the ledger", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink().open, ports, aStreamRecord(1, null, a))).toEqual([]);
		expect(ports.publishedOf(a.arn)).toBe(a.readAt);
		expect(ports.log).toEqual(["delivered: all of it", "flushed"]);
	});

	test("rejected permanently: moved to the dead-letter queue with its complete body, not confirmed", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink([[a, undelivered(false)]]).open, ports, aStreamRecord(1, null, a))).toEqual([]);
		const messageId = expect.stringMatching(/^event-1\/[0-9a-f]{12}$/);
		expect(ports.undelivered).toEqual([
			{ body: { whole: "body" }, reason: "because", sink: "security-hub", subject: a.arn, messageId },
		]);
		expect(ports.publishedOf(a.arn)).toBeUndefined();
	});

	test("delivered after one of the same subject was rejected: not confirmed, so that the next one is published whole", async () => {
		const ports = new StreamPorts();
		const next = laterBy(1, a, {});
		const records = [aStreamRecord(1, null, a), aStreamRecord(2, a, next)];
		expect(await failuresOf(sink([[a, undelivered(false)]]).open, ports, ...records)).toEqual([]);
		expect(ports.publishedOf(a.arn)).toBeUndefined();
	});

	test("may succeed later: reported as failed, nothing in the dead-letter queue", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink([[a, undelivered(true)]]).open, ports, aStreamRecord(1, null, a))).toEqual([1]);
		expect(ports.undelivered).toEqual([]);
	});

	test.each([
		[5.9, [1], 0],
		[6.1, [], 1],
	])("may succeed later, %d hours after it was written", async (hours, failures, kept) => {
		const ports = new StreamPorts();
		const record = aStreamRecord(1, null, a, ports.time);
		ports.time += hours * 3_600_000;
		expect(await failuresOf(sink([[a, undelivered(true)]]).open, ports, record)).toEqual(failures);
		expect(ports.undelivered).toHaveLength(kept);
	});

	test.each<[string, Error, number[]]>([
		["TryLaterError is retried", new TryLaterError("later"), [1]],
		["any other error is final", new TypeError("an error of our own"), []],
	])("%s", async (_, error, failures) => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink([[a, error]]).open, ports, aStreamRecord(1, null, a))).toEqual(failures);
		expect(ports.undelivered).toMatchObject(
			failures.length > 0 ? [] : [{ reason: "an error of our own", body: { entry: { arn: a.arn } } }],
		);
	});

	test("a sink that cannot be opened fails every record, not the invocation", async () => {
		const ports = new StreamPorts();
		const closed: OpenSink = async () => {
			throw new Error("no sink");
		};
		expect(await failuresOf(closed, ports, aStreamRecord(1, null, a), aStreamRecord(2, null, b))).toEqual([1, 2]);
	});
});

describe("a state that has already been handled is a no-op", () => {
	test.each([
		["the same state", a.readAt],
		["a later one", a2.readAt],
	])("%s", async (_, publishedAt) => {
		const [ports, { asked, open }] = [new StreamPorts(), sink()];
		await ports.ledger.confirm(a.arn, "security-hub", publishedAt);
		expect(await failuresOf(open, ports, aStreamRecord(1, null, a))).toEqual([]);
		expect(asked).toEqual([]);
	});

	test("what the other sink has handled does not count", async () => {
		const [ports, { asked, open }] = [new StreamPorts("slack"), sink()];
		await ports.ledger.confirm(a.arn, "security-hub", a.readAt);
		await failuresOf(open, ports, aStreamRecord(1, null, a));
		expect(asked).toHaveLength(1);
	});

	test("an expired entry is not reported", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink().open, ports, aStreamRecord(1, a, null))).toEqual([]);
		expect(ports.log).toEqual(["skipped: the subject's entry expired", "flushed"]);
	});
});

describe("a failed record does not affect others", () => {
	const records = [
		aStreamRecord(1, null, a),
		aStreamRecord(2, null, b),
		aStreamRecord(3, a, a2),
		aStreamRecord(4, b, laterBy(1, b)),
	];

	test("a change waits for an earlier change of its own subject, but not for other subjects", async () => {
		const [ports, { asked, open }] = [new StreamPorts(), sink([[a, undelivered(true)]])];
		expect(await failuresOf(open, ports, ...records)).toEqual([1, 3]);
		expect(asked).toEqual(["a 12:00", "b 12:00", "b 12:01"]);
		expect(ports.publishedOf(b.arn)).toBe(laterBy(1, b).readAt);
	});

	test("a change is not given to the sink before an earlier one of its subject that could not be read", async () => {
		const ports = new StreamPorts();
		const read = ports.ledger.publishedAt.bind(ports.ledger);
		ports.ledger.publishedAt = async () => {
			ports.ledger.publishedAt = read;
			throw new TryLaterError("GetItem did not answer");
		};
		const given: string[] = [];
		const open: OpenSink = async (batch) => {
			given.push(...batch.map(({ entry }) => entry.readAt));
			return async () => delivered;
		};
		const records = [aStreamRecord(1, null, a), aStreamRecord(2, a, a2), aStreamRecord(3, null, b)];
		expect(await failuresOf(open, ports, ...records)).toEqual([1, 2]);
		expect(given).toEqual([b.readAt]);
	});

	test("an item rejected after a failed record is moved to the dead-letter queue once, when that record is delivered", async () => {
		const ports = new StreamPorts();
		const answers = (first: Answer) =>
			sink([
				[a, first],
				[b, undelivered(false)],
			]);
		expect(await failuresOf(answers(undelivered(true)).open, ports, ...records)).toEqual([1, 2, 3, 4]);
		expect(ports.undelivered).toEqual([]);
		expect(await failuresOf(answers(delivered).open, ports, ...records)).toEqual([]);
		expect(ports.undelivered).toHaveLength(1);
		expect(ports.publishedOf(a.arn)).toBe(a2.readAt);
	});

	test("a record is kept in the stream if the dead-letter queue is unavailable", async () => {
		const ports = new StreamPorts();
		ports.isQueueDown = true;
		expect(await failuresOf(sink([[a, undelivered(false)]]).open, ports, ...records)).toEqual([1, 3]);
	});

	test("a record fails if the ledger cannot be read or cannot confirm it", async () => {
		const ports = new StreamPorts();
		ports.ledger.confirm = (arn) => (arn === a.arn ? Promise.reject(new TryLaterError("busy")) : Promise.resolve());
		expect(await failuresOf(sink().open, ports, ...records)).toEqual([1, 3]);
		ports.ledger.publishedAt = (arn) =>
			arn === b.arn ? Promise.reject(new TryLaterError("busy")) : Promise.resolve(a3.readAt);
		expect(await failuresOf(sink().open, ports, ...records)).toEqual([2, 4]);
		expect(ports.log).toContain("failed: the ledger could not be read (busy)");
	});

	test.each<[string, DynamoDBRecord["dynamodb"]]>([
		["no entry", { NewImage: { sk: { S: "verdicts" }, arn: { N: "1" } } }],
		["nothing that can be read", { NewImage: { sk: { S: "verdicts" }, arn: { X: "1" } } as never }],
	])("a record that contains %s is moved to the dead-letter queue unchanged", async (_, dynamodb) => {
		const ports = new StreamPorts();
		const poison: DynamoDBRecord = {
			eventName: "INSERT",
			dynamodb: { ...dynamodb, SequenceNumber: sequenceNumber(1) },
		};
		expect(await failuresOf(sink().open, ports, poison, aStreamRecord(2, null, b))).toEqual([]);
		expect(ports.undelivered).toMatchObject([{ body: poison, sink: "security-hub" }]);
		expect(ports.publishedOf(b.arn)).toBe(b.readAt);
	});
});
