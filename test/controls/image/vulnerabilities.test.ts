import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import scanned from "../../../controls/image/scanned.ts";
import control from "../../../controls/image/vulnerabilities.ts";
import type { ImageFacts, Vulnerability } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import { settingsOf } from "../../../core/policy.ts";
import { severities } from "../../../core/verdict.ts";
import { aDigest, anImage, aScan, aVulnerability } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const holding = (...vulnerabilities: readonly Vulnerability[]) =>
	anImage({ scans: { value: [aScan({ vulnerabilities })] } });
const one = (severity: string, more: Partial<Vulnerability> = {}) => aVulnerability({ severity, ...more });

test.each<[string, ImageFacts, string]>([
	["nothing found", holding(), "pass HIGH the image has no known vulnerability"],
	[
		"nothing found by ENHANCED",
		anImage({ scans: { value: [aScan({ status: "ACTIVE" })] } }),
		"pass HIGH the image has no known vulnerability",
	],
	[
		"MEDIUM and LOW are not limited",
		holding(one("LOW"), one("MEDIUM"), one("LOW")),
		"pass HIGH the image has 1 MEDIUM, 2 LOW",
	],
	[
		"one HIGH",
		holding(one("HIGH")),
		"fail HIGH the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1",
	],
	[
		"CRITICAL is the worst",
		holding(one("HIGH", { id: "CVE-2" }), one("CRITICAL", { id: "CVE-1" })),
		"fail CRITICAL the image has 1 CRITICAL (the policy allows 0), 1 HIGH (the policy allows 0): CVE-1 in openssl 3.0.1, CVE-2 in openssl 3.0.1",
	],
	[
		"letter case of the scanner",
		holding(one("Critical")),
		"fail CRITICAL the image has 1 CRITICAL (the policy allows 0): CVE-2026-0001 in openssl 3.0.1",
	],
	["UNDEFINED ranks as MEDIUM", holding(one("UNDEFINED")), "pass HIGH the image has 1 MEDIUM"],
	["UNTRIAGED ranks as MEDIUM", holding(one("UNTRIAGED")), "pass HIGH the image has 1 MEDIUM"],
	[
		"CLOSED does not count",
		holding(one("CRITICAL", { status: "CLOSED" })),
		"pass HIGH the image has no known vulnerability",
	],
	[
		"SUPPRESSED does not count",
		holding(one("CRITICAL", { status: "SUPPRESSED" })),
		"pass HIGH the image has no known vulnerability",
	],
	[
		"without a package, with a fix",
		holding(one("HIGH", { packageName: null, fixedVersion: "2.0" })),
		"fail HIGH the image has 1 HIGH (the policy allows 0): CVE-2026-0001 (fixed in 2.0)",
	],
	[
		"without an installed version",
		holding(one("HIGH", { installedVersion: null })),
		"fail HIGH the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl",
	],
	[
		"three are named, the others counted",
		holding(...["a", "b", "c", "d", "e"].map((id) => one("HIGH", { id, packageName: null }))),
		"fail HIGH the image has 5 HIGH (the policy allows 0): a, b, c and 2 more",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

describe("settings", () => {
	test.each<[string, Partial<Parameters<typeof control.evaluate>[1]>, Vulnerability[], string]>([
		["a maximum is tolerated", { maximum: { HIGH: 2 } }, [one("HIGH"), one("HIGH")], "pass HIGH the image has 2 HIGH"],
		[
			"one more than the maximum is not, and only the exceeding severity is listed",
			{ maximum: { HIGH: 5, LOW: 1 } },
			[one("HIGH"), one("LOW", { id: "CVE-3" }), one("LOW", { id: "CVE-4" })],
			"fail LOW the image has 2 LOW (the policy allows 1): CVE-3 in openssl 3.0.1, CVE-4 in openssl 3.0.1",
		],
		[
			"UNDEFINED as the policy ranks it",
			{ undefinedAs: "CRITICAL" },
			[one("UNDEFINED")],
			"fail CRITICAL the image has 1 CRITICAL (the policy allows 0): CVE-2026-0001 in openssl 3.0.1",
		],
		[
			"unfixed vulnerabilities are left out if so configured",
			{ ignoreUnfixed: true },
			[one("HIGH", { fixAvailable: "NO" })],
			"pass HIGH the image has no known vulnerability",
		],
		[
			"a partial fix is a fix",
			{ ignoreUnfixed: true },
			[one("HIGH", { fixAvailable: "PARTIAL" })],
			"fail HIGH the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1",
		],
		[
			"a scanner that does not speak of fixes has not said that there is none",
			{ ignoreUnfixed: true },
			[one("HIGH", { fixAvailable: null })],
			"fail HIGH the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1",
		],
		[
			"a fixed version counts more than NO",
			{ ignoreUnfixed: true },
			[one("HIGH", { fixAvailable: "NO", fixedVersion: "3.0.2" })],
			"fail HIGH the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1 (fixed in 3.0.2)",
		],
	])("%s", (_, settings, vulnerabilities, expected) => {
		expect(verdictLines(control, holding(...vulnerabilities), settings)).toEqual([expected]);
	});
});

test("reports the counts by severity in the fields, including those of a pass", () => {
	const counts = { critical: "0", high: "0", medium: "2", low: "1", informational: "1" };
	const tolerated = [one("MEDIUM"), one("UNDEFINED"), one("LOW"), one("INFORMATIONAL")];
	expect(judged(control, holding(...tolerated))[0]?.fields).toEqual({ scanStatus: "COMPLETE", ...counts });
	expect(judged(control, holding(...tolerated, one("HIGH")))[0]?.fields).toEqual({
		scanStatus: "COMPLETE",
		...counts,
		high: "1",
	});
});

describe("is unknown without a scan result", () => {
	const inState = (status: string, more: Partial<ImageFacts> = {}) =>
		anImage({ scans: { value: [aScan({ status })] }, ...more });

	test.each<[string, string]>([
		["FAILED", "the vulnerabilities of the image are unknown (it could not be scanned because the scan failed)"],
		["ABSENT", "the vulnerabilities of the image are unknown (it has no scan (ScanNotFoundException))"],
		["IN_PROGRESS", "the vulnerabilities of the image are unknown (it is being scanned)"],
		["NEW", 'the vulnerabilities of the image are unknown (it has a scan in an unrecognized state ("NEW"))'],
	])("%s", (status, message) => {
		expect(judged(control, inState(status))).toMatchObject([
			{ status: "unknown", message, pending: false, fields: { scanStatus: status } },
		]);
	});

	test.each([
		["FAILED", "image/scanned"],
		["ABSENT", "image/scanned"],
		["IN_PROGRESS", undefined],
		["NEW", undefined],
	])("%s is reported by %s", (status, explainedBy) => {
		expect(judged(control, inState(status))[0]?.explainedBy).toBe(explainedBy);
	});

	test("reports it itself if image/scanned is off, and what is unknown of another child for another reason", () => {
		const scannedOff = { ...settingsOf(defaultPolicy.controls, scanned), enabled: false };
		const policy = { ...defaultPolicy, controls: { ...defaultPolicy.controls, [scanned.id]: scannedOff } };
		expect(judge([control], inState("FAILED"), policy)[0]).not.toHaveProperty("explainedBy");
		const value = [aScan({ digest: aDigest("c"), status: "FAILED" }), aScan({ digest: aDigest("d"), status: "NEW" })];
		const index = anImage({ artifact: "index", digest: aDigest("f"), scans: { value } });
		expect(judged(control, index)[0]).not.toHaveProperty("explainedBy");
	});

	test("is pending as long as image/scanned waits", () => {
		const early = { awaitedSince: "2026-11-21T11:50:00Z" };
		expect(judged(control, inState("ABSENT", early))).toMatchObject([{ status: "unknown", pending: true }]);
		expect(judged(control, inState("FAILED", early))).toMatchObject([{ status: "unknown", pending: false }]);
		expect(judged(control, inState("NEW", early))).toMatchObject([{ status: "unknown", pending: false }]);
	});

	test("is not applicable to an artifact, and unknown for an unread scan", () => {
		expect(judged(control, anImage({ artifact: "artifact" }))).toMatchObject([{ status: "not-applicable" }]);
		expect(judged(control, anImage({ scans: { unread: "ECS did not answer" } }))).toMatchObject([
			{ status: "unknown" },
		]);
	});
});

test("judges an index by its worst child and names it", () => {
	const child = (digit: string, severity: string) =>
		aScan({ digest: aDigest(digit), vulnerabilities: [one(severity)] });
	const value = [
		child("b", "HIGH"),
		child("c", "CRITICAL"),
		child("d", "LOW"),
		aScan({ digest: aDigest("e"), status: "FAILED" }),
	];
	expect(judged(control, anImage({ artifact: "index", digest: aDigest("f"), scans: { value } }))).toMatchObject([
		{
			status: "fail",
			severity: "CRITICAL",
			message:
				"its child sha256:cccccccccccc has 1 CRITICAL (the policy allows 0): CVE-2026-0001 in openssl 3.0.1 (and 1 more of 4)",
			fields: { scannedDigest: aDigest("c"), critical: "1", high: "0" },
		},
	]);
});

const anyVulnerability = fc
	.record({
		severity: fc.constantFrom(...severities, "UNDEFINED", "UNTRIAGED", "WHATEVER"),
		status: fc.constantFrom("ACTIVE", "CLOSED", "SUPPRESSED"),
		fixAvailable: fc.constantFrom("YES", "NO", "PARTIAL", null),
	})
	.map((some) => aVulnerability(some));

test("keeps failing when one more vulnerability is added", () => {
	fc.assert(
		fc.property(fc.array(anyVulnerability), anyVulnerability, fc.boolean(), (some, another, ignoreUnfixed) => {
			const before = judged(control, holding(...some), { ignoreUnfixed })[0]?.status;
			const after = judged(control, holding(...some, another), { ignoreUnfixed })[0]?.status;
			if (before === "fail") expect(after).toBe("fail");
		}),
	);
});

test("does not depend on the order of the scanner's findings", () => {
	const withIds = fc
		.array(anyVulnerability, { maxLength: 8 })
		.map((all) => all.map((some, index) => ({ ...some, packageName: `package-${index}` })));
	fc.assert(
		fc.property(withIds, (some) => {
			expect(judged(control, holding(...some.toReversed()))).toEqual(judged(control, holding(...some)));
		}),
	);
});
