import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { drainStream } from "../../../demo/doubles/stream-mapping.ts";
import { asffFaults } from "../../support/asff.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { FailingSecurityHub } from "../../support/security-hub.ts";
import { findingsReader, StreamPorts } from "../../support/stream-ports.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

let securityHub: FailingSecurityHub;
let hub: SecurityHubClient;
beforeEach(async () => {
	securityHub = new FailingSecurityHub();
	hub = await securityHub.open();
});
afterEach(() => securityHub.close());

const entryOf = (name: string) => anEntry({ subject: repositorySubject(name) });
const idOf = ({ arn }: LedgerEntry) => `shipshape/task-definition/read-only-root/${arn}`;
const passes = { controls: { "task-definition/read-only-root": aRecordedVerdict({ status: "pass" }) } };

const handle = async (ports: StreamPorts, ...Records: DynamoDBRecord[]) => {
	const answer = await findingsReader(Object.assign(ports, { hub }))({ Records });
	return answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
};

test("the findings of a whole batch are imported in one call, and all are valid", async () => {
	const ports = new StreamPorts();
	const records = Array.from({ length: 60 }, (_, at) => aStreamRecord(at + 1, null, entryOf(`r${at}`)));
	expect(await handle(ports, ...records)).toEqual([]);
	expect(securityHub.imports.map((findings) => findings.length)).toEqual([60]);
	expect(securityHub.imports.flat().flatMap(asffFaults)).toEqual([]);
	expect(securityHub.resolved).toEqual([]);
	expect(ports.ledger.published.size).toBe(60);
});

test("S10: a fixed finding is imported as passed, then resolved", async () => {
	const entry = entryOf("a");
	expect(await handle(new StreamPorts(), aStreamRecord(1, entry, laterBy(1, entry, passes)))).toEqual([]);
	expect(securityHub.imports.flat()).toMatchObject([
		{ Id: idOf(entry), Compliance: { Status: "PASSED" }, RecordState: "ACTIVE" },
	]);
	expect(securityHub.resolved).toEqual([idOf(entry)]);
});

test("S08: a finding that was fixed and failed again in one batch is imported as failed, and not resolved", async () => {
	const [ports, entry] = [new StreamPorts(), entryOf("a")];
	const [fixed, broken] = [laterBy(1, entry, passes), laterBy(2, entry)];
	await ports.ledger.confirm(entry.arn, "security-hub", entry.readAt);
	expect(await handle(ports, aStreamRecord(1, entry, fixed), aStreamRecord(2, fixed, broken))).toEqual([]);
	expect(securityHub.imports.flat()).toMatchObject([{ UpdatedAt: broken.readAt, Compliance: { Status: "FAILED" } }]);
	expect(securityHub.resolved).toEqual([]);
});

test("a change without findings is confirmed without a call", async () => {
	const [ports, entry] = [new StreamPorts(), { ...entryOf("a"), ...passes }];
	expect(await handle(ports, aStreamRecord(1, null, entry))).toEqual([]);
	expect(securityHub.imports).toEqual([]);
	expect(ports.publishedOf(entry.arn)).toBe(entry.readAt);
});

describe("when Security Hub rejects", () => {
	test("S01: one finding permanently: it is kept complete with its error code, and the others are imported", async () => {
		const ports = new StreamPorts();
		securityHub.refuses = (id) => (id === idOf(entryOf("r1")) ? "InvalidInput" : undefined);
		expect(
			await handle(ports, ...["r0", "r1", "r2"].map((name, at) => aStreamRecord(at, null, entryOf(name)))),
		).toEqual([]);
		expect(ports.undelivered).toMatchObject([
			{ body: { Id: idOf(entryOf("r1")), SchemaVersion: "2018-10-08" }, reason: "InvalidInput: said by AWS" },
		]);
		expect([...ports.ledger.published.keys()].map((key) => key.slice(-15))).toEqual([
			"r0 security-hub",
			"r2 security-hub",
		]);
	});

	test("S01: one finding temporarily: only its subject is retried", async () => {
		const ports = new StreamPorts();
		const [a, b] = [entryOf("a"), entryOf("b")];
		securityHub.refuses = (id) => (id === idOf(a) ? "InternalError" : undefined);
		const records = [aStreamRecord(1, null, a), aStreamRecord(2, null, b), aStreamRecord(3, a, laterBy(1, a, passes))];
		expect(await handle(ports, ...records)).toEqual([1, 3]);
		securityHub.refuses = () => undefined;
		expect(await handle(ports, ...records)).toEqual([]);
		expect(ports.undelivered).toEqual([]);
		expect(ports.log).toContain("skipped: this state or a later one has already been published");
	});

	test("the update that resolves a finding: its record is retried", async () => {
		const [ports, entry] = [new StreamPorts(), entryOf("a")];
		securityHub.failsNextUpdate = true;
		expect(await handle(ports, aStreamRecord(1, entry, laterBy(1, entry, passes)))).toEqual([1]);
	});
});

test("a discarded change is published with the subject's next change", async () => {
	const ports = new StreamPorts();
	const entry = anEntry({ controls: { one: aRecordedVerdict(), two: aRecordedVerdict() } });
	securityHub.isDown = true;
	const written = ports.time - 7 * 3_600_000;
	expect(await handle(ports, aStreamRecord(1, null, entry, written))).toEqual([]);
	expect(ports.undelivered).toHaveLength(2);
	securityHub.isDown = false;
	const next = laterBy(1, entry, { controls: { one: aRecordedVerdict({ status: "pass" }), two: aRecordedVerdict() } });
	securityHub.imports.length = 0;
	expect(await handle(ports, aStreamRecord(2, entry, next))).toEqual([]);
	expect(securityHub.imports.flat().map(({ Id, Compliance }) => [Id?.split("/")[1], Compliance?.Status])).toEqual([
		["one", "PASSED"],
		["two", "FAILED"],
	]);
});

describe("behind a stream", () => {
	const settings = {
		batchSize: 10,
		bisectBatchOnFunctionError: true,
		maximumRetryAttempts: -1,
		maximumRecordAge: 12 * 3_600_000,
	};
	const records = Array.from({ length: 25 }, (_, at) => aStreamRecord(at + 1, null, entryOf(`r${at}`)));

	test("S02: every finding is imported after an outage", async () => {
		const ports = new StreamPorts();
		securityHub.isDown = true;
		let calls = 0;
		const betweenCalls = () => {
			ports.time += 60_000;
			securityHub.isDown = ++calls < 12;
		};
		const drained = await drainStream(records, findingsReader(Object.assign(ports, { hub })), settings, {
			now: ports.now,
			betweenCalls,
		});
		expect(drained.givenUp).toEqual([]);
		expect(ports.undelivered).toEqual([]);
		expect(ports.ledger.published.size).toBe(25);
	});

	test("S05, S11: while Security Hub is not enabled, findings wait; enabled an hour late, it gets every one", async () => {
		const ports = new StreamPorts();
		securityHub.isOff = true;
		const betweenCalls = () => {
			expect(ports.undelivered).toEqual([]);
			ports.time += 5 * 60_000;
			securityHub.isOff = ports.time < anHourLater;
		};
		const anHourLater = ports.time + 60 * 60_000;
		const drained = await drainStream(records, findingsReader(Object.assign(ports, { hub })), settings, {
			now: ports.now,
			betweenCalls,
		});
		expect([drained.givenUp, ports.undelivered, ports.ledger.published.size]).toEqual([[], [], 25]);
		expect(ports.log.filter((line) => line === "not enabled").length).toBe(12);
	});

	test("S05: findings that waited for six hours are moved to the dead-letter queue complete, each once", async () => {
		const ports = new StreamPorts();
		securityHub.isOff = true;
		const betweenCalls = () => {
			ports.time += 15 * 60_000;
		};
		await drainStream(records, findingsReader(Object.assign(ports, { hub })), settings, {
			now: ports.now,
			betweenCalls,
		});
		expect(ports.undelivered.flatMap(({ body }) => asffFaults(body as never))).toEqual([]);
		expect(ports.undelivered.map(({ reason }) => reason.split(":")[0])).toEqual(
			Array(25).fill("InvalidAccessException"),
		);
	});

	test("S02: in an outage of more than six hours, each finding is moved to the dead-letter queue once", async () => {
		const ports = new StreamPorts();
		securityHub.isDown = true;
		const betweenCalls = () => {
			ports.time += 15 * 60_000;
		};
		const drained = await drainStream(records, findingsReader(Object.assign(ports, { hub })), settings, {
			now: ports.now,
			betweenCalls,
		});
		expect(drained.givenUp).toEqual([]);
		const ids = ports.undelivered.map(({ body }) => (body as { Id: string }).Id);
		expect(new Set(ids).size).toBe(25);
		expect(ids).toHaveLength(25);
	});
});

test("a finding that is rejected with each reading has one dead letter, and another one when it says something else", async () => {
	const [ports, entry] = [new StreamPorts(), entryOf("a")];
	securityHub.refuses = () => "InvalidInput";
	const worse = { controls: { "task-definition/read-only-root": aRecordedVerdict({ message: "it is worse" }) } };
	const states = [entry, laterBy(1, entry), laterBy(2, entry), laterBy(3, entry, worse), laterBy(4, entry, worse)];
	for (const [at, state] of states.entries()) {
		expect(await handle(ports, aStreamRecord(at + 1, states[at - 1] ?? null, state))).toEqual([]);
	}
	expect(ports.undelivered).toMatchObject([
		{ body: { UpdatedAt: entry.readAt } },
		{ body: { UpdatedAt: laterBy(3, entry).readAt } },
	]);
	securityHub.refuses = () => undefined;
	const last = laterBy(5, entry, worse);
	await handle(ports, aStreamRecord(6, states.at(-1) ?? null, last));
	expect(ports.publishedOf(entry.arn)).toBe(last.readAt);
	expect(await ports.ledger.rejections(entry.arn, "security-hub")).toEqual({});
});
