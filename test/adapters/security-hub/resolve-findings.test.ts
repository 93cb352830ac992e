import { BatchUpdateFindingsCommand, GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { resolveFindings } from "../../../adapters/security-hub/resolve-findings.ts";
import { awsError } from "../../support/aws-errors.ts";
import { findingReader } from "../../support/stream-ports.ts";

const hub = mockClient(SecurityHubClient);
const client = new SecurityHubClient({ region: "ap-northeast-1" });

beforeEach(() => {
	hub.reset();
	recorded.length = 0;
	hub.on(GetFindingsCommand).resolves({ Findings: [] });
	hub.on(BatchUpdateFindingsCommand).resolves({ ProcessedFindings: [], UnprocessedFindings: [] });
});

const ProductArn = "arn:aws:securityhub:ap-northeast-1:111122223333:product/111122223333/default";
const closed = (count: number) => Array.from({ length: count }, (_, at) => ({ Id: `f${at}`, ProductArn }));
const recorded: string[] = [];
const resolve = (findings: ReturnType<typeof closed>) =>
	resolveFindings(client, findings, {
		readFindings: findingReader(client),
		recordResolutions: async (ids) => {
			expect(updates()).toEqual([]);
			recorded.push(...ids);
		},
	});
const updates = () => hub.commandCalls(BatchUpdateFindingsCommand).map((call) => call.args[0].input);

test("closed findings get the workflow RESOLVED, a hundred per call, each id once", async () => {
	expect(await resolve([...closed(101), ...closed(1)])).toEqual([]);
	expect(updates().map(({ FindingIdentifiers }) => FindingIdentifiers?.length)).toEqual([100, 1]);
	expect(updates()[1]).toEqual({
		FindingIdentifiers: [{ Id: "f100", ProductArn }],
		Workflow: { Status: "RESOLVED" },
	});
	expect(hub.commandCalls(GetFindingsCommand)).toHaveLength(6);
});

test("no closed findings cause no call", async () => {
	expect(await resolve([])).toEqual([]);
	expect(hub.calls()).toHaveLength(0);
});

test("S09: only NEW and NOTIFIED findings are resolved, and nothing but their workflow is sent", async () => {
	const Findings = ["SUPPRESSED", "NOTIFIED", "RESOLVED", "NEW"].map((Status, at) => ({
		Id: `f${at}`,
		Workflow: { Status },
	}));
	hub.on(GetFindingsCommand).resolves({ Findings: Findings as never });
	expect(await resolve(closed(5))).toEqual([]);
	expect(updates()).toEqual([
		{
			FindingIdentifiers: ["f1", "f3", "f4"].map((Id) => ({ Id, ProductArn })),
			Workflow: { Status: "RESOLVED" },
		},
	]);
});

test("a finding that Security Hub holds in a later state is not resolved, one in an earlier state is", async () => {
	const held = (minute: number, Id: string) => ({ Id, UpdatedAt: `2026-11-21T12:0${minute}:00.000Z` });
	hub.on(GetFindingsCommand).resolves({ Findings: [held(4, "f0"), held(5, "f1"), held(6, "f2")] as never });
	await resolve(closed(4).map((one) => ({ ...one, closedAt: "2026-11-21T12:05:00.000Z" })));
	const FindingIdentifiers = ["f0", "f1", "f3"].map((Id) => ({ Id, ProductArn }));
	expect(updates()).toEqual([{ FindingIdentifiers, Workflow: { Status: "RESOLVED" } }]);
});

test("S12: what is to be resolved is recorded before", async () => {
	hub.on(GetFindingsCommand).resolves({ Findings: [{ Id: "f0", Workflow: { Status: "RESOLVED" } }] as never });
	expect(await resolve(closed(2))).toEqual([]);
	expect(recorded).toEqual(["f1"]);
});

test.each([
	["FindingNotFound", []],
	["ConcurrentUpdateError", [{ id: "f0", code: "ConcurrentUpdateError", message: "busy", permanent: false }]],
	["InvalidInput", [{ id: "f0", code: "InvalidInput", message: "busy", permanent: true }]],
])("a finding with the error %s", async (ErrorCode, failed) => {
	hub.on(BatchUpdateFindingsCommand).resolves({
		ProcessedFindings: [],
		UnprocessedFindings: [{ FindingIdentifier: { Id: "f0", ProductArn }, ErrorCode, ErrorMessage: "busy" }],
	});
	expect(await resolve(closed(1))).toEqual(failed);
});

test("an id that AWS rejects does not affect the others", async () => {
	hub.on(BatchUpdateFindingsCommand).callsFake(({ FindingIdentifiers }) => {
		if (JSON.stringify(FindingIdentifiers).includes("f1")) throw awsError("InvalidInputException");
		return { ProcessedFindings: FindingIdentifiers, UnprocessedFindings: [] };
	});
	expect(await resolve(closed(3))).toMatchObject([{ id: "f1", permanent: true }]);
});

test("nothing is resolved if suppressed findings cannot be read", async () => {
	hub.on(GetFindingsCommand).rejects(awsError("ThrottlingException"));
	expect(await resolve(closed(2))).toMatchObject([
		{ id: "f0", permanent: false },
		{ id: "f1", permanent: false },
	]);
	expect(updates()).toEqual([]);
});
