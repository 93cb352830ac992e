import {
	type AwsSecurityFinding,
	BatchImportFindingsCommand,
	BatchUpdateFindingsCommand,
	GetFindingsCommand,
	type SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { createFindingReader } from "../../adapters/security-hub/read-findings.ts";
import { resolveFindings } from "../../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { aChange, anEntry, repositorySubject } from "../support/entries.ts";

export interface SecurityHubUnderTest {
	readonly client: SecurityHubClient;
	/** From now on, updates are accepted and processed when the returned function is called. */
	readonly delayUpdates: () => () => void;
}

const at = (minute: number): string => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;
const finding = (Id: string, more: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding => ({
	...toAsff(anEntry({ subject: repositorySubject(Id) }), aChange(), undefined),
	Id,
	UpdatedAt: at(1),
	...more,
});
const findings = (count: number, more: Partial<AwsSecurityFinding> = {}) =>
	Array.from({ length: count }, (_, index) => finding(`f${String(index).padStart(3, "0")}`, more));
const ofBytes = (bytes: number) => ({ Vulnerabilities: [{ Id: "x".repeat(bytes) }] });
const passed = { Compliance: { Status: "PASSED" } } as const;
const failed = { Compliance: { Status: "FAILED" } } as const;

/**
 * The rules of Security Hub CSPM that the adapter relies on. API reference: BatchImportFindings (100 findings, 240 KB
 * each, 6 MB a call, FailedFindings, UpdatedAt, what an import leaves alone), BatchUpdateFindings (100 identifiers,
 * UnprocessedFindings), AwsSecurityFindingFilters (20 values). User guide: "Setting the workflow status of findings".
 * `open` answers an empty hub of the account 111122223333 in ap-northeast-1, whose BatchUpdateFindings can be delayed.
 */
export function securityHubContract(open: () => Promise<SecurityHubUnderTest>): void {
	let client: SecurityHubClient;
	let delayUpdates: SecurityHubUnderTest["delayUpdates"];
	let calls: string[];
	beforeEach(async () => {
		({ client, delayUpdates } = await open());
		calls = [];
		client.middlewareStack.add((next, { commandName = "" }) => (args) => {
			calls.push(commandName.replace("Command", ""));
			return next(args);
		});
	});
	const resolve = (...some: AwsSecurityFinding[]) => {
		const readFindings = createFindingReader(client, async () => null);
		return resolveFindings(client, some, { readFindings, recordResolutions: async () => {} });
	};
	const doImport = async (...given: AwsSecurityFinding[]) => importFindings(client, given);
	const held = async (Id: string) => {
		const Filters = { Id: [{ Value: Id, Comparison: "EQUALS" as const }] };
		return (await client.send(new GetFindingsCommand({ Filters }))).Findings?.[0];
	};
	const workflowOf = async (Id: string) => (await held(Id))?.Workflow?.Status;
	const setWorkflow = (Status: "NEW" | "NOTIFIED" | "RESOLVED" | "SUPPRESSED", ...some: AwsSecurityFinding[]) => {
		const FindingIdentifiers = some.map(({ Id, ProductArn }) => ({ Id, ProductArn }));
		return client.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, Workflow: { Status } }));
	};

	describe("an import", () => {
		test("S06: takes a hundred findings a call and no more; the adapter sends the others in a second one", async () => {
			const many = findings(101);
			await expect(client.send(new BatchImportFindingsCommand({ Findings: many }))).rejects.toMatchObject({
				name: "InvalidInputException",
			});
			calls.length = 0;
			expect(await doImport(...many)).toEqual({ imported: many.map(({ Id }) => Id), failed: [] });
			expect(calls).toEqual(["BatchImportFindings", "BatchImportFindings"]);
			expect(await held("f100")).toMatchObject({ Id: "f100" });
		});

		test("S06: takes 6 MB a call and no more; the adapter sends the others in a second one", async () => {
			const large = findings(30, ofBytes(210_000));
			await expect(client.send(new BatchImportFindingsCommand({ Findings: large }))).rejects.toMatchObject({
				name: "InvalidInputException",
			});
			calls.length = 0;
			expect((await doImport(...large)).imported).toHaveLength(30);
			expect(calls).toHaveLength(2);
		});

		test.each<[string, Partial<AwsSecurityFinding>]>([
			["larger than 240 KB", ofBytes(240_000)],
			["without a title", { Title: undefined }],
			["of another account", { AwsAccountId: "444455556666" }],
		])("S06: refuses a finding %s for good, and takes the others of its call", async (_, more) => {
			const answer = await doImport(finding("a"), finding("bad", more), finding("c"));
			expect(answer.imported).toEqual(["a", "c"]);
			expect(answer.failed).toMatchObject([{ id: "bad", code: "InvalidInput", permanent: true }]);
		});

		test.each([
			["later", at(2), "second"],
			["no later", at(1), "first"],
			["earlier", at(0), "first"],
		])("S04: that is %s than the one held, and is counted as imported", async (_, UpdatedAt, Title) => {
			await doImport(finding("a", { Title: "first" }));
			expect(await doImport(finding("a", { Title: "second", UpdatedAt }))).toEqual({ imported: ["a"], failed: [] });
			expect(await held("a")).toMatchObject({ Title });
		});

		test("S09: leaves the workflow and the note of a person alone", async () => {
			await doImport(finding("a"));
			await setWorkflow("SUPPRESSED", finding("a"));
			await doImport(finding("a", { UpdatedAt: at(2), Workflow: { Status: "NEW" } }));
			expect(await held("a")).toMatchObject({ UpdatedAt: at(2), Workflow: { Status: "SUPPRESSED" } });
		});

		describe.each(["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"] as const)("of a finding that is %s", (status) => {
			const afterReset = status === "SUPPRESSED" ? "SUPPRESSED" : "NEW";
			test.each<[string, Partial<AwsSecurityFinding>, string]>([
				["and fails again after it passed", passed, afterReset],
				["and comes back from the archive", { ...failed, RecordState: "ARCHIVED" }, afterReset],
				["and never passed", failed, status],
			])("%s", async (_, before, expected) => {
				await doImport(finding("a", before));
				await setWorkflow(status, finding("a"));
				await doImport(finding("a", { ...failed, UpdatedAt: at(2), RecordState: "ACTIVE" }));
				expect(await workflowOf("a")).toBe(expected);
			});
		});

		test("S12: that arrives before an update is processed ends with the workflow of that update", async () => {
			await doImport(finding("a", passed));
			const process = delayUpdates();
			expect(await resolve(finding("a"))).toEqual([]);
			expect(await workflowOf("a")).toBe("NEW");
			await doImport(finding("a", { ...failed, UpdatedAt: at(2) }));
			process();
			expect(await held("a")).toMatchObject({ ...failed, Workflow: { Status: "RESOLVED" } });
		});
	});

	describe("resolving", () => {
		test("changes the workflow and nothing else: a later import still counts as later", async () => {
			await doImport(finding("a", passed));
			const before = await held("a");
			expect(await resolve(finding("a"))).toEqual([]);
			expect(await held("a")).toEqual({ ...before, Workflow: { Status: "RESOLVED" } });
		});

		test("takes a hundred findings a call and no more, and asks for twenty at a time", async () => {
			const many = findings(101, passed);
			await doImport(...many);
			await expect(setWorkflow("NOTIFIED", ...many)).rejects.toMatchObject({ name: "InvalidInputException" });
			const Id = findings(21).map((one) => ({ Value: one.Id, Comparison: "EQUALS" as const }));
			await expect(client.send(new GetFindingsCommand({ Filters: { Id } }))).rejects.toMatchObject({
				name: "InvalidInputException",
			});
			calls.length = 0;
			expect(await resolve(...many)).toEqual([]);
			expect(calls).toEqual([...Array(6).fill("GetFindings"), ...Array(2).fill("BatchUpdateFindings")]);
			expect(await workflowOf("f100")).toBe("RESOLVED");
		});

		test("S09: leaves what a person suppressed, and resolves the others", async () => {
			await doImport(finding("a", passed), finding("b", passed));
			await setWorkflow("SUPPRESSED", finding("a"));
			expect(await resolve(finding("a"), finding("b"))).toEqual([]);
			expect([await workflowOf("a"), await workflowOf("b")]).toEqual(["SUPPRESSED", "RESOLVED"]);
		});

		test("a finding that Security Hub does not know is no failure", async () => {
			await doImport(finding("a", passed));
			expect(await resolve(finding("forgotten"), finding("a"))).toEqual([]);
			expect(await workflowOf("a")).toBe("RESOLVED");
			const { UnprocessedFindings } = await setWorkflow("NOTIFIED", finding("forgotten"));
			expect(UnprocessedFindings).toMatchObject([{ ErrorCode: "FindingNotFound" }]);
		});
	});
}
