import { describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { TryLaterError } from "../../core/errors.ts";
import { type Change, type OpenSink, type Outcome, streamReader } from "../../pipeline/stream.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject, sequenceNumber } from "../support/entries.ts";
import { StreamPorts } from "../support/stream-ports.ts";

const [a, b] = [anEntry({ subject: repositorySubject("a") }), anEntry({ subject: repositorySubject("b") })];
const [a2, a3] = [laterBy(1, a), laterBy(2, a)];

type Answer = Outcome | Error;
const delivered: Outcome = { kind: "delivered", what: "all of it" };
const undelivered = (later: boolean): Outcome => {
	return { kind: "undelivered", later, parcels: [{ body: { whole: "body" }, reason: "because" }] };
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
	test("delivered: the ledger knows", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink().open, ports, aStreamRecord(1, null, a))).toEqual([]);
		expect(ports.publishedOf(a.arn)).toBe(a.readAt);
		expect(ports.log).toEqual(["delivered: all of it", "flushed"]);
	});

	test("refused for good: in the dead-letter queue with its whole body, not confirmed", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink([[a, undelivered(false)]]).open, ports, aStreamRecord(1, null, a))).toEqual([]);
		expect(ports.undelivered).toEqual([
			{ body: { whole: "body" }, reason: "because", sink: "security-hub", subject: a.arn },
		]);
		expect(ports.publishedOf(a.arn)).toBeUndefined();
	});

	test("not now: reported as failed, nothing in the dead-letter queue", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink([[a, undelivered(true)]]).open, ports, aStreamRecord(1, null, a))).toEqual([1]);
		expect(ports.undelivered).toEqual([]);
	});

	test.each([
		[5.9, [1], 0],
		[6.1, [], 1],
	])("not now, %d hours after it was written", async (hours, failures, kept) => {
		const ports = new StreamPorts();
		const record = aStreamRecord(1, null, a, ports.time);
		ports.time += hours * 3_600_000;
		expect(await failuresOf(sink([[a, undelivered(true)]]).open, ports, record)).toEqual(failures);
		expect(ports.undelivered).toHaveLength(kept);
	});

	test.each<[string, Error, number[]]>([
		["TryLaterError comes again", new TryLaterError("later"), [1]],
		["any other error is final", new TypeError("a mistake of ours"), []],
	])("%s", async (_, error, failures) => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink([[a, error]]).open, ports, aStreamRecord(1, null, a))).toEqual(failures);
		expect(ports.undelivered).toMatchObject(
			failures.length > 0 ? [] : [{ reason: "a mistake of ours", body: { entry: { arn: a.arn } } }],
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

describe("what has been handled is a no-op", () => {
	test.each([
		["the same state", a.readAt],
		["a later one", a2.readAt],
	])("%s", async (_, publishedAt) => {
		const [ports, { asked, open }] = [new StreamPorts(), sink()];
		await ports.ledger.confirm(a.arn, "security-hub", publishedAt);
		expect(await failuresOf(open, ports, aStreamRecord(1, null, a))).toEqual([]);
		expect(asked).toEqual([]);
	});

	test("the other sink's word does not count", async () => {
		const [ports, { asked, open }] = [new StreamPorts("slack"), sink()];
		await ports.ledger.confirm(a.arn, "security-hub", a.readAt);
		await failuresOf(open, ports, aStreamRecord(1, null, a));
		expect(asked).toHaveLength(1);
	});

	test("an entry that was forgotten is nothing to tell", async () => {
		const ports = new StreamPorts();
		expect(await failuresOf(sink().open, ports, aStreamRecord(1, a, null))).toEqual([]);
		expect(ports.log).toEqual(["nothing: the ledger forgot the subject", "flushed"]);
	});
});

describe("one record's trouble is its own", () => {
	const records = [
		aStreamRecord(1, null, a),
		aStreamRecord(2, null, b),
		aStreamRecord(3, a, a2),
		aStreamRecord(4, b, laterBy(1, b)),
	];

	test("a subject waits for its own earlier change, another subject does not", async () => {
		const [ports, { asked, open }] = [new StreamPorts(), sink([[a, undelivered(true)]])];
		expect(await failuresOf(open, ports, ...records)).toEqual([1, 3]);
		expect(asked).toEqual(["a 12:00", "b 12:00", "b 12:01"]);
		expect(ports.publishedOf(b.arn)).toBe(laterBy(1, b).readAt);
	});

	test("what is refused behind a record that comes again is given up once, when that one is through", async () => {
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

	test("a dead-letter queue that is out of reach keeps the record in the stream", async () => {
		const ports = new StreamPorts();
		ports.isQueueDown = true;
		expect(await failuresOf(sink([[a, undelivered(false)]]).open, ports, ...records)).toEqual([1, 3]);
	});

	test("a ledger that cannot confirm, or be read, fails that record", async () => {
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
	])("a record that holds %s goes to the dead-letter queue as it came", async (_, dynamodb) => {
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
