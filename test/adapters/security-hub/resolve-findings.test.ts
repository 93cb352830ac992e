import { BatchUpdateFindingsCommand, GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { resolveFindings } from "../../../adapters/security-hub/resolve-findings.ts";
import { awsError } from "../../support/aws-errors.ts";

const hub = mockClient(SecurityHubClient);
const client = new SecurityHubClient({ region: "ap-northeast-1" });

beforeEach(() => {
	hub.reset();
	hub.on(GetFindingsCommand).resolves({ Findings: [] });
	hub.on(BatchUpdateFindingsCommand).resolves({ ProcessedFindings: [], UnprocessedFindings: [] });
});

const ProductArn = "arn:aws:securityhub:ap-northeast-1:111122223333:product/111122223333/default";
const closed = (count: number) => Array.from({ length: count }, (_, at) => ({ Id: `f${at}`, ProductArn }));
const updates = () => hub.commandCalls(BatchUpdateFindingsCommand).map((call) => call.args[0].input);

test("closed findings get the workflow RESOLVED, a hundred per call, each id once", async () => {
	expect(await resolveFindings(client, [...closed(101), ...closed(1)])).toEqual([]);
	expect(updates().map(({ FindingIdentifiers }) => FindingIdentifiers?.length)).toEqual([100, 1]);
	expect(updates()[1]).toEqual({
		FindingIdentifiers: [{ Id: "f100", ProductArn }],
		Workflow: { Status: "RESOLVED" },
	});
	expect(hub.commandCalls(GetFindingsCommand)).toHaveLength(6);
});

test("no closed findings cause no call", async () => {
	expect(await resolveFindings(client, [])).toEqual([]);
	expect(hub.calls()).toHaveLength(0);
});

test("suppressed findings stay suppressed", async () => {
	hub.on(GetFindingsCommand).resolves({
		// A Security Hub that does not filter says more than it was asked for.
		Findings: [
			{ Id: "f0", Workflow: { Status: "SUPPRESSED" } },
			{ Id: "f1", Workflow: { Status: "NOTIFIED" } },
		] as never,
	});
	expect(await resolveFindings(client, closed(2))).toEqual([]);
	expect(updates()).toMatchObject([{ FindingIdentifiers: [{ Id: "f1" }] }]);
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
	expect(await resolveFindings(client, closed(1))).toEqual(failed);
});

test("an id that AWS rejects does not affect the others", async () => {
	hub.on(BatchUpdateFindingsCommand).callsFake(({ FindingIdentifiers }) => {
		if (JSON.stringify(FindingIdentifiers).includes("f1")) throw awsError("InvalidInputException");
		return { ProcessedFindings: FindingIdentifiers, UnprocessedFindings: [] };
	});
	expect(await resolveFindings(client, closed(3))).toMatchObject([{ id: "f1", permanent: true }]);
});

test("nothing is resolved if suppressed findings cannot be read", async () => {
	hub.on(GetFindingsCommand).rejects(awsError("ThrottlingException"));
	expect(await resolveFindings(client, closed(2))).toMatchObject([
		{ id: "f0", permanent: false },
		{ id: "f1", permanent: false },
	]);
	expect(updates()).toEqual([]);
});
