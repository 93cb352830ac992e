import { describe, expect, test } from "@jest/globals";
import type { Vulnerability } from "../../../core/facts.ts";
import {
	countBySeverity,
	countedVulnerabilities,
	countFields,
	effectiveSeverity,
	exceededSeverities,
	formatCounts,
	toReportedVulnerability,
	vulnerabilityText,
} from "../../../domain/scans/vulnerabilities.ts";
import { aVulnerability } from "../../support/builders.ts";

const settings = { ignoreUnfixed: false, undefinedAs: "MEDIUM" } as const;
const none = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0 };

test.each([
	["critical", "CRITICAL"],
	["Low", "LOW"],
	["INFORMATIONAL", "INFORMATIONAL"],
	["UNTRIAGED", "MEDIUM"],
	["", "MEDIUM"],
])("ranks %j as %s", (severity, rank) => {
	expect(effectiveSeverity(aVulnerability({ severity }), "MEDIUM")).toBe(rank);
});

describe("sorts the worse vulnerability first:", () => {
	test.each<[string, Partial<Vulnerability>, Partial<Vulnerability>]>([
		["by severity", { severity: "HIGH" }, { severity: "LOW", exploitAvailable: true, epss: 1 }],
		["by the severity that counts", { severity: "UNDEFINED" }, { severity: "LOW" }],
		["by an exploit", { exploitAvailable: true }, { epss: 0.9 }],
		["by its likelihood", { epss: 0.2, id: "CVE-9" }, { epss: 0.1, id: "CVE-1" }],
		["by a likelihood that is known", { epss: 0.1, id: "CVE-9" }, { epss: null, id: "CVE-1" }],
		["by its id", { id: "CVE-1", packageName: "z" }, { id: "CVE-2", packageName: "a" }],
		["by its package", { packageName: "a" }, { packageName: "b" }],
		["a package without a name before others", { packageName: null }, { packageName: "A" }],
	])("%s", (_, first, second) => {
		const [one, other] = [aVulnerability(first), aVulnerability(second)];
		expect(countedVulnerabilities([one, other], settings)).toEqual([one, other]);
		expect(countedVulnerabilities([other, one], settings)).toEqual([one, other]);
	});
});

describe("which vulnerabilities count", () => {
	test.each<[Partial<Vulnerability>, boolean, boolean]>([
		[{ status: "ACTIVE" }, true, true],
		[{ status: "CLOSED" }, false, false],
		[{ status: "SUPPRESSED" }, false, false],
		[{ fixAvailable: "NO" }, true, false],
		[{ fixAvailable: "NO", fixedVersion: "3.0.2" }, true, true],
		[{ fixAvailable: "YES" }, true, true],
		[{ fixAvailable: "PARTIAL" }, true, true],
		[{ fixAvailable: null }, true, true],
	])("%j counts: %s, and without unfixed ones: %s", (more, always, fixable) => {
		const one = aVulnerability(more);
		expect(countedVulnerabilities([one], settings)).toEqual(always ? [one] : []);
		expect(countedVulnerabilities([one], { ...settings, ignoreUnfixed: true })).toEqual(fixable ? [one] : []);
	});
});

test("counts each vulnerability as often as it occurs", () => {
	const found = ["HIGH", "LOW", "low", "UNDEFINED"].map((severity) => aVulnerability({ severity }));
	const counts = countBySeverity(found, "INFORMATIONAL");
	expect(counts).toEqual({ ...none, HIGH: 1, LOW: 2, INFORMATIONAL: 1 });
	expect(formatCounts(counts)).toBe("1 HIGH, 2 LOW, 1 INFORMATIONAL");
	expect(formatCounts(none)).toBe("no known vulnerability");
	expect(countFields(counts)).toEqual({ critical: "0", high: "1", medium: "0", low: "2", informational: "1" });
});

test("lists the exceeded severities, worst first, without a limit for unlisted ones", () => {
	const counts = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4, INFORMATIONAL: 5 };
	expect(exceededSeverities(counts, {})).toEqual([]);
	expect(exceededSeverities(counts, { INFORMATIONAL: 4, CRITICAL: 0, HIGH: 2, MEDIUM: 4 })).toEqual([
		"CRITICAL",
		"INFORMATIONAL",
	]);
});

test("leaves out values that the scanner did not report", () => {
	const bare = aVulnerability({ packageName: null, installedVersion: null });
	expect(toReportedVulnerability(bare)).toEqual({ id: "CVE-2026-0001", severity: "HIGH", exploitAvailable: false });
	const full = {
		fixedVersion: "3.0.2",
		uri: "https://cve.example/1",
		fixAvailable: "YES",
		epss: 0,
		exploitAvailable: true,
	};
	expect(toReportedVulnerability(aVulnerability(full))).toEqual({
		id: "CVE-2026-0001",
		severity: "HIGH",
		package: "openssl",
		installed: "3.0.1",
		fixed: "3.0.2",
		uri: "https://cve.example/1",
		fixAvailable: "YES",
		exploitAvailable: true,
		epss: 0,
	});
});

test.each<[Partial<Vulnerability>, string]>([
	[{}, "CVE-2026-0001 in openssl 3.0.1"],
	[{ installedVersion: null }, "CVE-2026-0001 in openssl"],
	[{ packageName: null }, "CVE-2026-0001"],
	[{ fixedVersion: "3.0.2" }, "CVE-2026-0001 in openssl 3.0.1 (fixed in 3.0.2)"],
	[{ packageName: null, fixedVersion: "3.0.2" }, "CVE-2026-0001 (fixed in 3.0.2)"],
])("formats %j as %s", (more, text) => {
	expect(vulnerabilityText(aVulnerability(more))).toBe(text);
});
