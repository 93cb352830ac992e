import {
	type AwsSecurityFinding,
	BatchImportFindingsCommand,
	BatchUpdateFindingsCommand,
	GetFindingsCommand,
	SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type SecurityHubDouble, securityHubDouble } from "../../../demo/doubles/security-hub.ts";

const account = "111122223333";
const region = "eu-west-1";
const ProductArn = `arn:aws:securityhub:${region}:${account}:product/${account}/default`;
let hub: SecurityHubDouble;
let client: SecurityHubClient;

beforeEach(async () => {
	hub = await securityHubDouble(account, region, (error) => {
		throw error;
	});
	const credentials = { accessKeyId: account, secretAccessKey: "local" };
	client = new SecurityHubClient({ endpoint: hub.url, region, credentials, maxAttempts: 1 });
});
afterEach(() => hub.close());

const at = (minute: number): string => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;
const finding = (more: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding => ({
	SchemaVersion: "2018-10-08",
	Id: "one",
	ProductArn,
	GeneratorId: "shipshape/a/b",
	AwsAccountId: account,
	Types: ["Software and Configuration Checks/AWS Security Best Practices"],
	CreatedAt: at(0),
	UpdatedAt: at(1),
	Severity: { Label: "HIGH" },
	Title: "title",
	Description: "description",
	Resources: [{ Type: "AwsEcrRepository", Id: "arn" }],
	Compliance: { Status: "FAILED" },
	RecordState: "ACTIVE",
	...more,
});
const imports = (...Findings: AwsSecurityFinding[]) => client.send(new BatchImportFindingsCommand({ Findings }));
const held = async (Filters = {}) => (await client.send(new GetFindingsCommand({ Filters }))).Findings ?? [];
const resolve = (Id = "one") =>
	client.send(
		new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id, ProductArn }], Workflow: { Status: "RESOLVED" } }),
	);
const isEqual = (Value: string) => [{ Value, Comparison: "EQUALS" as const }];

describe("an import", () => {
	test("of a new finding has the workflow status NEW", async () => {
		expect(await imports(finding())).toMatchObject({ SuccessCount: 1, FailedCount: 0 });
		expect(await held()).toMatchObject([{ Id: "one", Workflow: { Status: "NEW" }, Region: region }]);
	});

	test.each([
		["newer than", at(2), "changed"],
		["as old as", at(1), "title"],
		["older than", at(0), "title"],
	])(
		"that is %s the stored finding replaces it only when newer, and counts as a success",
		async (_, UpdatedAt, Title) => {
			await imports(finding());
			expect(await imports(finding({ UpdatedAt, Title: "changed" }))).toMatchObject({
				SuccessCount: 1,
				FailedCount: 0,
			});
			expect(await held()).toMatchObject([{ Title }]);
		},
	);

	test.each([
		["that fails again after it passed", { Compliance: { Status: "PASSED" } }, {}, "NEW"],
		["that comes back from the archive", { RecordState: "ARCHIVED" }, {}, "NEW"],
		["that fails as before", {}, {}, "RESOLVED"],
		["that still passes", { Compliance: { Status: "PASSED" } }, { Compliance: { Status: "PASSED" } }, "RESOLVED"],
	] as const)("of a resolved finding %s", async (_, before, after, Status) => {
		await imports(finding(before as Partial<AwsSecurityFinding>));
		await resolve();
		await imports(finding({ UpdatedAt: at(2), ...(after as Partial<AwsSecurityFinding>) }));
		expect(await held()).toMatchObject([{ Workflow: { Status } }]);
	});

	test("never changes the fields of customers", async () => {
		await imports(finding());
		const FindingIdentifiers = [{ Id: "one", ProductArn }];
		await client.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, Note: { Text: "ours", UpdatedBy: "me" } }));
		await imports(finding({ UpdatedAt: at(2), Note: { Text: "theirs", UpdatedBy: "x", UpdatedAt: at(2) } }));
		expect(await held()).toMatchObject([{ Note: { Text: "ours" } }]);
	});

	test("changes the severity only as long as no customer has", async () => {
		await imports(finding());
		await imports(finding({ UpdatedAt: at(2), Severity: { Label: "LOW" } }));
		expect(await held()).toMatchObject([{ Severity: { Label: "LOW" } }]);
		const FindingIdentifiers = [{ Id: "one", ProductArn }];
		await client.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, Severity: { Label: "CRITICAL" } }));
		const severity = { Severity: { Label: "MEDIUM" as const } };
		await imports(finding({ UpdatedAt: at(3), ...severity, FindingProviderFields: severity }));
		expect(await held()).toMatchObject([{ Severity: { Label: "CRITICAL" }, FindingProviderFields: severity }]);
	});

	test.each([
		["Title is missing", { Title: undefined }],
		["Severity is missing", { Severity: undefined }],
		["Description is empty", { Description: "  " }],
		["ProductFields.a is empty", { ProductFields: { a: "" } }],
		["Title is longer than 256", { Title: "x".repeat(257) }],
		["ProductFields.value is longer than 2048", { ProductFields: { a: "x".repeat(2049) } }],
		[
			"ProductFields has more than 50 items",
			{ ProductFields: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [i, "x"])) },
		],
		["Resources.Id is longer than 512", { Resources: [{ Type: "Other", Id: "x".repeat(513) }] }],
		["Resources is not a list of at least one resource", { Resources: [] }],
		["UpdatedAt is not a time with a time zone", { UpdatedAt: "2026-11-21 12:00" }],
		["Severity.Label is not one of", { Severity: { Label: "BAD" } }],
		["AwsAccountId is not the account", { AwsAccountId: "999999999999" }],
		["ProductArn is not the default product", { ProductArn: ProductArn.replace(region, "us-east-1") }],
		["the finding is larger than 240 KB", { SourceUrl: "x".repeat(240_001) }],
	])("is rejected without affecting the others: %s", async (problem, wrong) => {
		const bad = finding({ Id: "two", ...(wrong as Partial<AwsSecurityFinding>) });
		expect(await imports(bad, finding())).toMatchObject({
			SuccessCount: 1,
			FailedFindings: [{ Id: "two", ErrorCode: "InvalidInput", ErrorMessage: expect.stringContaining(problem) }],
		});
		expect(await held()).toMatchObject([{ Id: "one" }]);
	});

	test("of more than 100 findings is rejected as a whole", async () => {
		const many = Array.from({ length: 101 }, (_, at) => finding({ Id: String(at) }));
		await expect(imports(...many)).rejects.toThrow("1 to 100 findings");
	});

	test("that changed a finding is recorded", async () => {
		await imports(finding(), finding());
		expect(hub.imports).toMatchObject([{ id: "one", updatedAt: at(1), subject: "arn" }]);
	});
});

describe("GetFindings", () => {
	const ids = async (Filters: object) => (await held(Filters)).map(({ Id }) => Id);

	test("joins attributes by AND and the values of one attribute by OR", async () => {
		await imports(finding(), finding({ Id: "two", Compliance: { Status: "PASSED" } }), finding({ Id: "three" }));
		expect(await ids({ Id: [...isEqual("one"), ...isEqual("two")], ComplianceStatus: isEqual("FAILED") })).toEqual([
			"one",
		]);
		expect(await ids({ Id: [{ Value: "t", Comparison: "PREFIX" }] })).toEqual(["two", "three"]);
		expect(
			await ids({
				Id: [
					{ Value: "one", Comparison: "NOT_EQUALS" },
					{ Value: "two", Comparison: "NOT_EQUALS" },
				],
			}),
		).toEqual(["three"]);
		expect(await ids({ WorkflowStatus: isEqual("SUPPRESSED") })).toEqual([]);
	});

	test("filters on product fields and on resources", async () => {
		await imports(finding({ ProductFields: { k: "v" } }), finding({ Id: "two" }));
		expect(await ids({ ProductFields: [{ Key: "k", Value: "v", Comparison: "EQUALS" }] })).toEqual(["one"]);
		expect(await ids({ ResourceId: isEqual("arn") })).toEqual(["one", "two"]);
	});

	test.each([
		["an attribute that it does not know", { NetworkProtocol: isEqual("TCP") }],
		["more than twenty values", { Id: Array.from({ length: 21 }, () => isEqual("x")[0]) }],
	])("rejects %s instead of ignoring it", async (_, filters) => {
		await expect(held(filters)).rejects.toThrow();
	});

	test("returns pages", async () => {
		await imports(...["one", "two", "three"].map((Id) => finding({ Id })));
		const first = await client.send(new GetFindingsCommand({ MaxResults: 2 }));
		const second = await client.send(new GetFindingsCommand({ MaxResults: 2, NextToken: first.NextToken }));
		expect([...(first.Findings ?? []), ...(second.Findings ?? [])].map(({ Id }) => Id)).toEqual([
			"one",
			"two",
			"three",
		]);
		expect(second.NextToken).toBeUndefined();
	});
});

test("BatchUpdateFindings reports unknown findings", async () => {
	await imports(finding());
	expect(await resolve("nobody")).toMatchObject({ UnprocessedFindings: [{ ErrorCode: "FindingNotFound" }] });
	expect(await resolve()).toMatchObject({ ProcessedFindings: [{ Id: "one" }], UnprocessedFindings: [] });
});

test("an interruption fails every call with a temporary error until it ends, and counts them", async () => {
	const { end, calls } = hub.interrupt();
	await expect(imports(finding())).rejects.toMatchObject({
		name: "ServiceUnavailable",
		$metadata: { httpStatusCode: 503 },
	});
	await expect(held()).rejects.toThrow();
	expect(calls()).toBe(2);
	end();
	await imports(finding());
	expect(await held()).toHaveLength(1);
});

test("a finding that is to be rejected is, and the others of its call are not", async () => {
	hub.reject(({ Id }) => Id === "two");
	expect(await imports(finding(), finding({ Id: "two" }), finding({ Id: "three" }))).toMatchObject({
		FailedCount: 1,
		FailedFindings: [{ Id: "two", ErrorCode: "InvalidInput" }],
	});
	expect(await held()).toHaveLength(2);
});
