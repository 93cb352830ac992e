import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/image/vulnerabilities.ts";
import type { Vulnerability } from "../../../core/facts.ts";
import { anImage, aScan, aVulnerability } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

const holding = (...vulnerabilities: readonly Vulnerability[]) =>
	anImage({ scans: { value: [aScan({ vulnerabilities })] } });
const one = (severity: string, more: Partial<Vulnerability> = {}) => aVulnerability({ severity, ...more });

describe("gives the remediation for", () => {
	test.each<[string, Vulnerability[], string]>([
		[
			"names each update once",
			[
				one("HIGH", { fixedVersion: "3.0.2" }),
				one("HIGH", { id: "CVE-2", fixedVersion: "3.0.2" }),
				one("HIGH", { packageName: "zlib", fixedVersion: "1.3" }),
			],
			"Update openssl to 3.0.2, zlib to 1.3, and deploy the new image.",
		],
		[
			"says what to do without a fix",
			[one("HIGH"), one("HIGH")],
			"For CVE-2026-0001 the scanner names no fixed version: rebuild on a newer base image, or remove the package.",
		],
		[
			"says both where both are",
			[one("HIGH", { id: "CVE-1", fixedVersion: "3.0.2" }), one("HIGH", { id: "CVE-2" })],
			"Update openssl to 3.0.2, and deploy the new image. For CVE-2 the scanner names no fixed version: rebuild on a newer base image, or remove the package.",
		],
		[
			"does not speak of a package that the scanner does not name",
			[one("HIGH", { packageName: null, fixedVersion: "2.0" }), one("HIGH", { id: "CVE-2", fixedVersion: "3.0.2" })],
			"Update openssl to 3.0.2, and deploy the new image.",
		],
		[
			"does not speak of what is tolerated",
			[one("HIGH", { fixedVersion: "3.0.2" }), one("LOW", { packageName: "bash", fixedVersion: "9" })],
			"Update openssl to 3.0.2, and deploy the new image.",
		],
	])("%s", (_, vulnerabilities, remediation) => {
		expect(judged(control, holding(...vulnerabilities))).toMatchObject([{ remediation }]);
	});
});

test("reports the worst twenty, with exploited and likelier ones first among equals", () => {
	const many = Array.from({ length: 30 }, (_, index) =>
		one("LOW", { id: `CVE-LOW-${String(index).padStart(2, "0")}` }),
	);
	const facts = holding(
		...many,
		one("HIGH", { id: "CVE-B" }),
		one("HIGH", { id: "CVE-A" }),
		one("HIGH", { id: "CVE-EPSS", epss: 0.9 }),
		one("HIGH", { id: "CVE-LESS", epss: 0.1 }),
		one("HIGH", { id: "CVE-A", packageName: "bash" }),
		one("HIGH", { id: "CVE-A", packageName: null }),
		one("HIGH", { id: "CVE-EXPLOITED", exploitAvailable: true }),
		one("CRITICAL", { id: "CVE-Z", status: "CLOSED" }),
	);
	const ids = judged(control, facts)[0]?.vulnerabilities?.map(({ id }) => id);
	expect(ids).toHaveLength(20);
	expect(ids?.slice(0, 5)).toEqual(["CVE-EXPLOITED", "CVE-EPSS", "CVE-LESS", "CVE-A", "CVE-A"]);
	expect(ids?.at(-1)).toBe("CVE-LOW-12");
	const packages = judged(control, facts)[0]
		?.vulnerabilities?.slice(3, 7)
		.map((shown) => shown.package);
	expect(packages).toEqual([undefined, "bash", "openssl", "openssl"]);
});

test("marks those of a severity of which there are more than the policy tolerates, and reports them first", () => {
	const facts = holding(one("CRITICAL", { id: "CVE-C" }), one("HIGH", { id: "CVE-H" }), one("LOW", { id: "CVE-L" }));
	const [verdict] = judged(control, facts, { maximum: { CRITICAL: 1, HIGH: 0 } });
	expect(verdict?.vulnerabilities?.map(({ id, isExcess = false }) => [id, isExcess])).toEqual([
		["CVE-H", true],
		["CVE-C", false],
		["CVE-L", false],
	]);
});

test("reports a vulnerability that a package has in two places once", () => {
	const verdicts = judged(
		control,
		holding(one("HIGH", { epss: 0.5 }), one("HIGH"), one("HIGH", { packageName: "bash" })),
	);
	expect(verdicts[0]?.vulnerabilities?.map((shown) => shown.package)).toEqual(["openssl", "bash"]);
});

test("reports only what the scanner reported", () => {
	const full = one("HIGH", {
		uri: "https://example.com",
		fixAvailable: "YES",
		fixedVersion: "3.0.2",
		exploitAvailable: true,
		epss: 0.5,
	});
	const bare = one("HIGH", { id: "CVE-2", packageName: null, installedVersion: null });
	expect(judged(control, holding(full, bare))[0]?.vulnerabilities).toEqual([
		{
			id: "CVE-2026-0001",
			severity: "HIGH",
			package: "openssl",
			installed: "3.0.1",
			fixed: "3.0.2",
			uri: "https://example.com",
			fixAvailable: "YES",
			exploitAvailable: true,
			epss: 0.5,
			isExcess: true,
		},
		{ id: "CVE-2", severity: "HIGH", exploitAvailable: false, isExcess: true },
	]);
	expect(judged(control, holding(one("LOW")))[0]).not.toHaveProperty("vulnerabilities");
});
