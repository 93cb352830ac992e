import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { expect, test } from "@jest/globals";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import control from "../../../controls/image/vulnerabilities.ts";
import type { ReportedVulnerability } from "../../../core/verdict.ts";
import { asffFaults } from "../../support/asff.ts";
import { aChange, anEntry, imageSubject } from "../../support/entries.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const findingOf = (vulnerabilities: readonly ReportedVulnerability[]) =>
	toAsff(
		anEntry({ subject: imageSubject() }),
		aChange({ control: control.id, after: aRecordedVerdict({ vulnerabilities }) }),
		control,
	);

test("a vulnerability has all values from the scanner", () => {
	const finding = findingOf([
		{
			id: "CVE-2026-0001",
			severity: "CRITICAL",
			package: "openssl",
			installed: "3.0.1",
			fixed: "3.0.2",
			uri: "https://nvd.nist.gov/vuln/detail/CVE-2026-0001",
			fixAvailable: "YES",
			exploitAvailable: true,
			epss: 0.42,
		},
	]);
	expect(finding.Types).toEqual(["Software and Configuration Checks/Vulnerabilities/CVE"]);
	expect(finding.Vulnerabilities).toEqual([
		{
			Id: "CVE-2026-0001",
			VulnerablePackages: [{ Name: "openssl", Version: "3.0.1", FixedInVersion: "3.0.2" }],
			Vendor: { Name: "Amazon ECR", VendorSeverity: "CRITICAL" },
			ReferenceUrls: ["https://nvd.nist.gov/vuln/detail/CVE-2026-0001"],
			FixAvailable: "YES",
			EpssScore: 0.42,
			ExploitAvailable: "YES",
		},
	]);
});

test.each([
	["COMPLETE", "Amazon ECR"],
	["ACTIVE", "Amazon Inspector"],
])("the vendor of a vulnerability with scan status %s is %s", (scanStatus, Name) => {
	const after = aRecordedVerdict({ fields: { scanStatus }, vulnerabilities: [{ id: "CVE-1", severity: "LOW" }] });
	const { Vulnerabilities } = toAsff(anEntry(), aChange({ after }), undefined);
	expect(Vulnerabilities).toEqual([{ Id: "CVE-1", Vendor: { Name, VendorSeverity: "LOW" } }]);
});

test.each<[string, ReportedVulnerability, AwsSecurityFinding["Vulnerabilities"]]>([
	[
		"little is known",
		{ id: "CVE-1", severity: "LOW" },
		[{ Id: "CVE-1", Vendor: { Name: "Amazon ECR", VendorSeverity: "LOW" } }],
	],
	[
		"there is no exploit",
		{ id: "CVE-1", severity: "", exploitAvailable: false },
		[{ Id: "CVE-1", ExploitAvailable: "NO" }],
	],
	[
		"the versions are unknown",
		{ id: "CVE-1", severity: "", package: "zlib" },
		[{ Id: "CVE-1", VulnerablePackages: [{ Name: "zlib" }] }],
	],
	["the link is no web address", { id: "CVE-1", severity: "", uri: "javascript:alert(1)" }, [{ Id: "CVE-1" }]],
	["AWS does not know the fix word", { id: "CVE-1", severity: "", fixAvailable: "MAYBE" }, [{ Id: "CVE-1" }]],
	["it has no name", { id: " ", severity: "HIGH" }, undefined],
])("if %s, the finding contains only that", (_, reported, vulnerabilities) => {
	expect(findingOf([reported]).Vulnerabilities).toEqual(vulnerabilities);
});

test("a finding that is too large keeps the most severe vulnerabilities and is marked as truncated", () => {
	const vulnerabilities = Array.from({ length: 2_000 }, (_, at) => ({
		id: `CVE-2026-${at}`,
		severity: "HIGH",
		package: "p".repeat(200),
	}));
	const finding = findingOf(vulnerabilities);
	expect(asffFaults(finding)).toEqual([]);
	expect(finding.Vulnerabilities?.[0]?.Id).toBe("CVE-2026-0");
	expect(finding.Vulnerabilities?.length).toBe(500);
	expect(finding.ProductFields?.["shipshape/truncated"]).toBe("true");
	expect(finding.ProductFields?.["shipshape/control"]).toBe("image/vulnerabilities");
});

test("a finding that is too large because of its fields is truncated", () => {
	const fields = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`field-${at}`, "😀".repeat(2_048)]));
	const finding = toAsff(anEntry(), aChange({ after: aRecordedVerdict({ fields }) }), undefined);
	expect(asffFaults(finding)).toEqual([]);
	expect(finding.ProductFields?.["shipshape/truncated"]).toBe("true");
	expect(finding.ProductFields?.["shipshape/field-0"]).toBeDefined();
	expect(finding.ProductFields?.["shipshape/field-59"]).toBeUndefined();
});
