import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createFindingReader } from "../../../adapters/security-hub/read-findings.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { StreamPorts } from "../../support/stream-ports.ts";

const hub = mockClient(SecurityHubClient);
const client = new SecurityHubClient({ region: "ap-northeast-1" });
let time: number;
let waited: number[];
let ports: StreamPorts;

beforeEach(() => {
	hub.reset();
	hub
		.on(GetFindingsCommand)
		.callsFake(({ Filters }) => ({ Findings: Filters.Id.map(({ Value }: never) => stored(Value)) }));
	[time, waited, ports] = [1_000_000, [], new StreamPorts()];
});

const UpdatedAt = "2026-11-21T12:00:00.000Z";
const stored = (Id: string, more: object = {}) => ({ Id, UpdatedAt, Workflow: { Status: "NOTIFIED" }, ...more });
const ids = (count: number) => Array.from({ length: count }, (_, at) => `f${at}`);
type Claim = Parameters<typeof createFindingReader>[1];

/** A reader for each invocation; all of them claim their calls in the same place. */
const reader = (claim: Claim = (at) => ports.notes.claimRead(500, at)) =>
	createFindingReader(client, claim, {
		now: () => time,
		sleep: async (ms) => {
			waited.push(ms);
			const end = time + ms;
			await null;
			time = Math.max(time, end);
		},
	});
const calls = () => hub.commandCalls(GetFindingsCommand).map((call) => call.args[0].input.Filters?.Id?.length);

test("twenty ids are read in a call, each once, at the given pace, which also holds between two invocations", async () => {
	const { found, failed } = await reader()([...ids(41), "f0"], 30_000);
	expect([found.size, failed, calls()]).toEqual([41, [], [20, 20, 1]]);
	await reader()(["f0"], 30_000);
	expect(waited).toEqual([500, 500, 500]);
});

test("eight invocations at once keep the pace of one", async () => {
	const claimed: number[] = [];
	const claim: Claim = async (at) => {
		const next = await ports.notes.claimRead(500, at);
		if (next === null) claimed.push(at.now);
		return next;
	};
	await Promise.all(Array.from({ length: 8 }, () => reader(claim)(ids(40), 60_000)));
	expect(calls()).toHaveLength(16);
	expect(claimed).toEqual(Array.from({ length: 16 }, (_, at) => 1_000_000 + at * 500));
});

test("no ids cause no call", async () => {
	expect(await reader()([], 1_000)).toEqual({ found: new Map(), failed: [] });
	expect([calls(), waited]).toEqual([[], []]);
});

test.each([
	["fails", { Compliance: { Status: "FAILED" } }, "NOTIFIED", false],
	["passed", { Compliance: { Status: "PASSED" } }, "NOTIFIED", true],
	["was archived", { Compliance: { Status: "NOT_AVAILABLE" }, RecordState: "ARCHIVED" }, "NOTIFIED", true],
	["has no workflow", { Workflow: undefined }, "NEW", false],
])("a finding that %s", async (_, more, workflow, isClosed) => {
	hub.on(GetFindingsCommand).resolves({ Findings: [stored("f0", more)] as never });
	expect((await reader()(["f0", "f1"], 1_000)).found).toEqual(
		new Map([["f0", { workflow, isClosed, updatedAt: UpdatedAt }]]),
	);
});

describe("what cannot be read", () => {
	test("is reported, and the rest is read", async () => {
		hub
			.on(GetFindingsCommand)
			.rejectsOnce(awsError("ThrottlingException"))
			.resolves({ Findings: [stored("f20")] as never });
		const { found, failed } = await reader()(ids(21), 30_000);
		expect([...found.keys()]).toEqual(["f20"]);
		expect(failed.map(({ id, permanent }) => [id, permanent])).toEqual(ids(20).map((id) => [id, false]));
	});

	test("because no call could be claimed is reported without a call", async () => {
		const claim = () => Promise.reject(new TryLaterError("dynamodb:UpdateItem did not respond"));
		const { found, failed } = await reader(claim)(ids(1), 1_000);
		expect([found.size, failed, calls()]).toMatchObject([0, [{ id: "f0", permanent: false }], []]);
	});

	test("in time is reported without a call", async () => {
		const { found, failed } = await reader()(ids(61), 1_000);
		expect([found.size, failed.length, failed[0]?.code, calls()]).toEqual([40, 21, "TimeLimit", [20, 20]]);
	});
});
