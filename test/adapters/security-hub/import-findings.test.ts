import { type AwsSecurityFinding, BatchImportFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import limits from "../../../adapters/security-hub/asff-limits.json" with { type: "json" };
import { importFindings } from "../../../adapters/security-hub/import-findings.ts";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aChange, anEntry, laterBy, repositorySubject } from "../../support/entries.ts";

const hub = mockClient(SecurityHubClient);
const client = new SecurityHubClient({ region: "ap-northeast-1" });

beforeEach(() => {
	hub.reset();
});

const finding = (name: string, more: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding => ({
	...toAsff(anEntry({ subject: repositorySubject(name) }), aChange(), undefined),
	Id: name,
	...more,
});
const findings = (count: number) => Array.from({ length: count }, (_, at) => finding(`f${at}`));

/** Security Hub that fails the named findings with a code, and refuses whole calls that hold `poison`. */
function answering(codes: Readonly<Record<string, string>>, poison?: string): void {
	hub.on(BatchImportFindingsCommand).callsFake(({ Findings = [] }) => {
		const ids: string[] = Findings.map(({ Id }: AwsSecurityFinding) => Id);
		if (poison !== undefined && ids.includes(poison)) throw awsError("InvalidInputException");
		const failed = ids.filter((id) => codes[id] !== undefined);
		return {
			FailedCount: failed.length,
			SuccessCount: ids.length - failed.length,
			FailedFindings: failed.map((Id) => ({ Id, ErrorCode: codes[Id], ErrorMessage: "said by AWS" })),
		};
	});
}

const calls = (): string[][] =>
	hub
		.commandCalls(BatchImportFindingsCommand)
		.map((call) => (call.args[0].input.Findings ?? []).map(({ Id }) => Id ?? ""));

describe("calls are as few and as large as AWS allows", () => {
	test("no findings cause no call", async () => {
		expect(await importFindings(client, [])).toEqual({ imported: [], failed: [] });
		expect(calls()).toEqual([]);
	});

	test("S06: the 101st finding is sent in a second call", async () => {
		answering({});
		const { imported } = await importFindings(client, findings(101));
		expect(imported).toHaveLength(101);
		expect(calls().map((ids) => ids.length)).toEqual([100, 1]);
	});

	test("S03: 5,000 findings are fifty calls, one after the other", async () => {
		let open = 0;
		hub.on(BatchImportFindingsCommand).callsFake(async ({ Findings = [] }) => {
			expect(++open).toBe(1);
			await Promise.resolve();
			open--;
			return { FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] };
		});
		expect((await importFindings(client, findings(5_000))).imported).toHaveLength(5_000);
		expect(calls()).toHaveLength(50);
	});

	test("S06: no call is larger than 6 MB", async () => {
		answering({});
		const large = findings(60).map((one) => ({ ...one, Description: "x".repeat(200_000) }));
		expect((await importFindings(client, large)).imported).toHaveLength(60);
		for (const call of hub.commandCalls(BatchImportFindingsCommand)) {
			expect(Buffer.byteLength(JSON.stringify(call.args[0].input))).toBeLessThanOrEqual(limits.bytes.call);
		}
		expect(calls()).toHaveLength(3);
	});

	test("S08: only the newest finding of an id is sent", async () => {
		answering({});
		const entry = anEntry({ subject: repositorySubject() });
		const [older, newer] = [toAsff(entry, aChange(), undefined), toAsff(laterBy(1, entry), aChange(), undefined)];
		const { imported } = await importFindings(client, [newer, older]);
		expect(imported).toEqual([older.Id]);
		expect(hub.commandCalls(BatchImportFindingsCommand)[0]?.args[0].input.Findings).toEqual([newer]);
	});
});

describe("S01: a response with status 200 is checked for failures", () => {
	test("failed findings are sent again without the others, then reported with AWS's code", async () => {
		answering({ f7: "InvalidInput" });
		const { imported, failed } = await importFindings(client, findings(100));
		expect(calls().map((ids) => ids.length)).toEqual([100, 1]);
		expect(imported).toHaveLength(99);
		expect(failed).toEqual([{ id: "f7", code: "InvalidInput", message: "said by AWS", permanent: true }]);
	});

	test.each([
		["InvalidInput", true],
		["InvalidAccess", false],
		["FindingSizeExceeded", true],
		["InternalError", false],
		["ConcurrentUpdateError", false],
		["Throttling", false],
		["SomethingNew", false],
	])("%s is final: %s", async (code, permanent) => {
		answering({ f0: code });
		expect((await importFindings(client, findings(1))).failed).toMatchObject([{ code, permanent }]);
	});

	test("a finding that is imported at the second attempt has not failed", async () => {
		hub
			.on(BatchImportFindingsCommand)
			.resolvesOnce({
				FailedCount: 1,
				SuccessCount: 1,
				FailedFindings: [{ Id: "f1", ErrorCode: "InternalError", ErrorMessage: "later" }],
			})
			.resolves({ FailedCount: 0, SuccessCount: 1 });
		expect(await importFindings(client, findings(2))).toEqual({ imported: ["f0", "f1"], failed: [] });
	});

	test("no finding counts as imported if the response does not list all failures", async () => {
		hub.on(BatchImportFindingsCommand).resolves({ FailedCount: 1, SuccessCount: 1, FailedFindings: [] });
		const { imported, failed } = await importFindings(client, findings(2));
		expect(imported).toEqual([]);
		expect(failed).toMatchObject([
			{ id: "f0", permanent: false },
			{ id: "f1", permanent: false },
		]);
	});

	test("no finding counts as imported after an empty response", async () => {
		hub.on(BatchImportFindingsCommand).resolves({});
		const { imported, failed } = await importFindings(client, findings(1));
		expect(imported).toEqual([]);
		expect(failed).toMatchObject([{ id: "f0", code: "UnusableAnswerError", permanent: false }]);
	});
});

describe("a call that fails as a whole", () => {
	test.each([
		["InvalidAccessException", 401, false],
		["AccessDeniedException", 403, false],
		["LimitExceededException", 429, false],
		["InternalException", 500, false],
		["TimeoutError", 0, false],
	])("with %s fails every finding, permanently: %s %s", async (name, status, permanent) => {
		hub.on(BatchImportFindingsCommand).rejects(awsError(name, status));
		const { imported, failed } = await importFindings(client, findings(3));
		expect(imported).toEqual([]);
		expect(failed.map((failure) => [failure.id, failure.permanent])).toEqual([
			["f0", permanent],
			["f1", permanent],
			["f2", permanent],
		]);
		expect(calls()).toHaveLength(1);
	});

	test("because of one finding does not affect the others", async () => {
		answering({}, "f42");
		const { imported, failed } = await importFindings(client, findings(100));
		expect(imported).toHaveLength(99);
		expect(failed).toMatchObject([{ id: "f42", code: "InvalidInputException", permanent: true }]);
		expect(calls().length).toBeLessThan(20);
	});

	test("S03: does not affect the other calls", async () => {
		hub
			.on(BatchImportFindingsCommand)
			.rejectsOnce(awsError("InternalException", 500))
			.resolves({ FailedCount: 0, SuccessCount: 50 });
		const { imported, failed } = await importFindings(client, findings(150));
		expect([imported.length, failed.length]).toEqual([50, 100]);
	});
});
