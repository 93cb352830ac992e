import {
	DescribeImageScanFindingsCommand,
	ECRClient,
	type EnhancedImageScanFinding,
	type ImageScanFinding,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readScan } from "../../../adapters/ecr/read-scan.ts";
import { basicVulnerabilityOf, enhancedVulnerabilityOf } from "../../../adapters/ecr/vulnerability.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest, aVulnerability } from "../../support/builders.ts";

const ecr = mockClient(ECRClient);
const read = () => readScan(new ECRClient({}), "payments", aDigest());
const finding = (name: string): ImageScanFinding => ({ name, severity: "HIGH" });
const complete = { imageScanStatus: { status: "COMPLETE" as const } };

beforeEach(() => {
	ecr.reset();
});

test.each([
	"IN_PROGRESS",
	"COMPLETE",
	"FAILED",
	"UNSUPPORTED_IMAGE",
	"ACTIVE",
	"PENDING",
	"SCAN_ELIGIBILITY_EXPIRED",
	"FINDINGS_UNAVAILABLE",
	"LIMIT_EXCEEDED",
	"IMAGE_ARCHIVED",
] as const)("the status %s is returned unchanged, with its description", async (status) => {
	const imageScanCompletedAt = new Date("2026-11-21T11:00:00Z");
	ecr.on(DescribeImageScanFindingsCommand).resolves({
		imageScanStatus: { status, description: "as ECR says" },
		imageScanFindings: { imageScanCompletedAt, findingSeverityCounts: {}, findings: [] },
	});
	expect(await read()).toEqual({
		digest: aDigest(),
		status,
		description: "as ECR says",
		completedAt: "2026-11-21T11:00:00.000Z",
		vulnerabilities: [],
	});
});

test("a missing scan has the status ABSENT", async () => {
	ecr.on(DescribeImageScanFindingsCommand).rejects(awsError("ScanNotFoundException"));
	expect(await read()).toMatchObject({ status: "ABSENT", vulnerabilities: [] });
});

test("all pages of a thousand findings are read; a finding on two pages counts once", async () => {
	ecr
		.on(DescribeImageScanFindingsCommand)
		.resolvesOnce({
			...complete,
			imageScanFindings: { findings: [finding("CVE-1"), finding("CVE-2")] },
			nextToken: "2",
		})
		.resolvesOnce({ ...complete, imageScanFindings: { findings: [finding("CVE-2"), finding("CVE-3")] } });
	const { vulnerabilities } = await read();
	expect(vulnerabilities.map(({ id }) => id)).toEqual(["CVE-1", "CVE-2", "CVE-3"]);
	expect(ecr.commandCalls(DescribeImageScanFindingsCommand).map(({ args }) => args[0].input)).toMatchObject([
		{ maxResults: 1_000, imageId: { imageDigest: aDigest() } },
		{ nextToken: "2" },
	]);
});

test("ten thousand findings take ten calls", async () => {
	let page = 0;
	ecr.on(DescribeImageScanFindingsCommand).callsFake(() => {
		const from = page++ * 1_000;
		const findings = Array.from({ length: 1_000 }, (_, n) => finding(`CVE-2026-${from + n}`));
		return { ...complete, imageScanFindings: { findings }, ...(page < 10 ? { nextToken: String(page) } : {}) };
	});
	expect((await read()).vulnerabilities).toHaveLength(10_000);
	expect(ecr.calls()).toHaveLength(10);
});

describe("a response that would look clean but is incomplete is rejected", () => {
	test.each(["COMPLETE", "ACTIVE"] as const)("%s with counts but no findings", async (status) => {
		ecr.on(DescribeImageScanFindingsCommand).resolves({
			imageScanStatus: { status },
			imageScanFindings: { findingSeverityCounts: { CRITICAL: 2 } },
		});
		await expect(read()).rejects.toThrow("ecr:DescribeImageScanFindings reports findings but lists none");
	});

	test.each(["COMPLETE", "ACTIVE"] as const)(
		"%s without findings is no answer, however often it comes",
		async (status) => {
			ecr.on(DescribeImageScanFindingsCommand).resolves({ imageScanStatus: { status } });
			await expect(read()).rejects.toThrow("returned an incomplete response");
			expect(ecr.calls()).toHaveLength(3);
		},
	);

	const counting = (HIGH: number, ...names: string[]) => ({
		...complete,
		imageScanFindings: { findingSeverityCounts: { HIGH, LOW: 1 }, findings: [...names.map(finding), low] },
	});
	const low = { name: "CVE-9", severity: "LOW" as const };

	test("a severity that BASIC scanning counts but does not list completely", async () => {
		ecr.on(DescribeImageScanFindingsCommand).resolves(counting(3, "CVE-1", "CVE-2"));
		await expect(read()).rejects.toThrow("ecr:DescribeImageScanFindings reports 3 HIGH findings but lists 2");
	});

	test("the counts of the first page are compared with the findings of all pages", async () => {
		const more = { ...complete, imageScanFindings: { findings: [finding("CVE-2"), finding("CVE-3")] } };
		ecr
			.on(DescribeImageScanFindingsCommand)
			.resolvesOnce({ ...counting(3, "CVE-1"), nextToken: "2" })
			.resolvesOnce(more);
		expect((await read()).vulnerabilities).toHaveLength(4);
	});

	test("findings repeated on overlapping pages do not replace missing ones", async () => {
		ecr
			.on(DescribeImageScanFindingsCommand)
			.resolvesOnce({ ...counting(3, "CVE-1", "CVE-2"), nextToken: "2" })
			.resolvesOnce(counting(3, "CVE-2"));
		await expect(read()).rejects.toThrow("reports 3 HIGH findings but lists 2");
	});

	test("a finding that is listed twice on one page counts twice", async () => {
		ecr.on(DescribeImageScanFindingsCommand).resolves(counting(2, "CVE-1", "CVE-1"));
		expect((await read()).vulnerabilities).toHaveLength(2);
	});

	test("ENHANCED may count suppressed findings without listing them", async () => {
		const enhancedFindings = [{ findingArn: "arn:1", severity: "HIGH" }];
		ecr.on(DescribeImageScanFindingsCommand).resolves({
			...complete,
			imageScanFindings: { findingSeverityCounts: { HIGH: 2 }, enhancedFindings },
		});
		expect((await read()).vulnerabilities).toHaveLength(1);
	});

	test("a status that changes between two pages throws TryLaterError", async () => {
		ecr
			.on(DescribeImageScanFindingsCommand)
			.resolvesOnce({ ...complete, imageScanFindings: { findings: [finding("CVE-1")] }, nextToken: "2" })
			.resolvesOnce({ imageScanStatus: { status: "IN_PROGRESS" } });
		await expect(read()).rejects.toBeInstanceOf(TryLaterError);
	});

	test("a response without a status", async () => {
		ecr.on(DescribeImageScanFindingsCommand).resolves({ imageScanFindings: { findings: [] } });
		await expect(read()).rejects.toThrow("returned an incomplete response");
	});
});

describe("a finding of BASIC scanning", () => {
	const attributes = [
		{ key: "package_version", value: "3.0.1" },
		{ key: "package_name", value: "openssl" },
	];

	test.each<[string, ImageScanFinding, object]>([
		[
			"with everything",
			{ ...finding("CVE-2026-0001"), attributes, uri: "https://example.com" },
			{ uri: "https://example.com" },
		],
		["without a severity is UNDEFINED, not left out", { name: "CVE-2026-0001", attributes }, { severity: "UNDEFINED" }],
		["without a package", finding("CVE-2026-0001"), { packageName: null, installedVersion: null }],
		["without a name", { severity: "HIGH", attributes }, { id: "unnamed" }],
	])("%s", (_, basic, differs) => {
		expect(basicVulnerabilityOf(basic)).toEqual(aVulnerability(differs));
	});
});

describe("a finding of ENHANCED scanning", () => {
	const vulnerablePackages = [
		{ name: "zlib", version: "1.2", fixedInVersion: "NotAvailable" },
		{ name: "openssl", version: "3.0.1", fixedInVersion: "3.0.2" },
	];
	const details = { vulnerabilityId: "CVE-2026-0001", vulnerablePackages, sourceUrl: "https://example.com" };
	const enhanced = {
		severity: "HIGH",
		status: "ACTIVE",
		fixAvailable: "PARTIAL",
		packageVulnerabilityDetails: details,
	};
	const expected = { fixAvailable: "PARTIAL", fixedVersion: "3.0.2", uri: "https://example.com" };

	test.each<[string, EnhancedImageScanFinding, object]>([
		["shows the package that has a fix", enhanced, expected],
		["keeps its status", { ...enhanced, status: "SUPPRESSED" }, { ...expected, status: "SUPPRESSED" }],
		["knows of an exploit", { ...enhanced, exploitAvailable: "YES" }, { ...expected, exploitAvailable: true }],
		["without a severity is UNTRIAGED", { ...enhanced, severity: undefined }, { ...expected, severity: "UNTRIAGED" }],
		[
			"without a fix has no fixed version",
			{ ...enhanced, packageVulnerabilityDetails: { ...details, vulnerablePackages: vulnerablePackages.slice(0, 1) } },
			{ ...expected, packageName: "zlib", installedVersion: "1.2", fixedVersion: null },
		],
		[
			"without details keeps its title",
			{ title: "CVE-2026-0001 - x" },
			{ id: "CVE-2026-0001 - x", severity: "UNTRIAGED", packageName: null, installedVersion: null },
		],
	])("%s", (_, finding, differs) => {
		expect(enhancedVulnerabilityOf(finding)).toEqual(aVulnerability(differs));
	});

	test("is identified by its ARN", async () => {
		const enhancedFindings = [
			{ ...enhanced, findingArn: "arn:1" },
			{ ...enhanced, findingArn: "arn:2" },
			{ ...enhanced, findingArn: "arn:2" },
		];
		ecr
			.on(DescribeImageScanFindingsCommand)
			.resolves({ imageScanStatus: { status: "ACTIVE" }, imageScanFindings: { enhancedFindings } });
		expect((await read()).vulnerabilities).toHaveLength(2);
	});
});
