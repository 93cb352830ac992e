import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/repository/scan-on-push.ts";
import type { ScanningFacts } from "../../../core/facts.ts";
import type { Value } from "../../../core/reading.ts";
import { aRepository } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const off: ScanningFacts = { scanOnPush: false, scanFrequency: null, appliedFilters: [] };
const scanned = (scanning: Partial<ScanningFacts>) => aRepository({ scanning: { value: { ...off, ...scanning } } });

const notOnPush = "payments: not scanned on push, because no registry rule covers it and its own scan on push is off";
const never = "payments: never scanned, because no enhanced scanning rule of the registry covers it";
const own = "payments: scanned by its own scan on push (BASIC)";
const open = "payments: its own scan on push is on, and the registry's scan type is unknown";

test.each<[string, Partial<ScanningFacts>, string]>([
	["a registry rule scans on push", { scanFrequency: "SCAN_ON_PUSH" }, "pass HIGH payments: scanned (SCAN_ON_PUSH)"],
	[
		"a registry rule scans continuously, and its filters are named",
		{ scanFrequency: "CONTINUOUS_SCAN", appliedFilters: ["pay*", "prod"], scanType: "ENHANCED" },
		"pass HIGH payments: scanned by the registry's filter pay*, prod (CONTINUOUS_SCAN)",
	],
	[
		"BASIC, the repository's own flag",
		{ scanFrequency: "MANUAL", scanOnPush: true, scanType: "BASIC" },
		`pass HIGH ${own}`,
	],
	["BASIC without a frequency, the own flag", { scanOnPush: true, scanType: "BASIC" }, `pass HIGH ${own}`],
	["the own flag with an unknown registry type", { scanFrequency: "MANUAL", scanOnPush: true }, `unknown HIGH ${open}`],
	[
		"the own flag and a type of the future",
		{ scanOnPush: true, scanType: "X" },
		`unknown HIGH ${open.replace("unknown", "X")}`,
	],
	["BASIC without rule and flag", { scanFrequency: "MANUAL", scanType: "BASIC" }, `fail HIGH ${notOnPush}`],
	["MANUAL and no flag", { scanFrequency: "MANUAL" }, `fail HIGH ${notOnPush}`],
	["ENHANCED without a rule", { scanType: "ENHANCED" }, `fail HIGH ${never}`],
	["ENHANCED ignores the own flag", { scanType: "ENHANCED", scanOnPush: true }, `fail HIGH ${never}`],
	[
		"ENHANCED ignores the own flag even when AWS reports MANUAL",
		{ scanType: "ENHANCED", scanFrequency: "MANUAL", scanOnPush: true },
		`fail HIGH ${never}`,
	],
	["no frequency and no flag", {}, `fail HIGH ${notOnPush}`],
	[
		"a frequency of the future",
		{ scanFrequency: "HOURLY" },
		'unknown HIGH payments: the scan frequency "HOURLY" is not recognized',
	],
])("gives the right verdict for: %s", (_, scanning, expected) => {
	expect(verdictLines(control, scanned(scanning))).toEqual([expected]);
});

test("is unknown with the reason when the scanning could not be read", () => {
	expect(verdictLines(control, aRepository({ scanning: { unread: "access was denied" } }))).toEqual([
		"unknown HIGH payments: how it is scanned could not be read because access was denied",
	]);
});

test.each<[string, Partial<ScanningFacts>, string]>([
	[
		"under BASIC both ways are named",
		{ scanType: "BASIC" },
		"Add a filter that matches the repository to a SCAN_ON_PUSH or CONTINUOUS_SCAN rule: aws ecr " +
			"put-registry-scanning-configuration. Under BASIC scanning, the repository's own flag works as well: aws ecr " +
			"put-image-scanning-configuration --image-scanning-configuration scanOnPush=true.",
	],
	[
		"under ENHANCED the flag is not",
		{ scanType: "ENHANCED" },
		"Add a filter that matches the repository to a SCAN_ON_PUSH or CONTINUOUS_SCAN rule: aws ecr " +
			"put-registry-scanning-configuration. Its own scan on push has no effect under enhanced scanning.",
	],
])("gives the right remediation for: %s", (_, scanning, remediation) => {
	expect(judged(control, scanned(scanning))).toMatchObject([{ remediation }]);
});

test("reports the exact values in the fields", () => {
	expect(judged(control, scanned({ scanType: "ENHANCED" }))).toMatchObject([
		{ fields: { scanFrequency: "none", scanOnPush: "false" } },
	]);
	expect(judged(control, scanned({ scanFrequency: "SCAN_ON_PUSH", scanOnPush: true }))).toMatchObject([
		{ fields: { scanFrequency: "SCAN_ON_PUSH", scanOnPush: "true" } },
	]);
});

describe("a file", () => {
	const unread = { unread: "a file does not say it" };
	const inFile = (declaredScanOnPush: Value<boolean>) => aRepository({ scanning: unread, declaredScanOnPush });
	const registry = (scanType: "BASIC" | "ENHANCED", ...filters: readonly string[]) => ({
		registry: { scanType, rules: [{ scanFrequency: "SCAN_ON_PUSH" as const, filters }] },
	});
	const asked = "unknown HIGH payments: how it is scanned could not be read because a file does not say it";
	const open = { unresolved: "Ref Flag" };

	test.each<[string, Value<boolean>, Partial<Parameters<typeof control.evaluate>[1]>, string]>([
		["has scan on push on", true, {}, "pass HIGH payments: its own scan on push is on"],
		["has scan on push off, so that the registry may scan", false, {}, asked],
		["has an unresolved flag", open, {}, asked],
		[
			"the policy's registry covers it",
			false,
			registry("BASIC", "pay"),
			"pass HIGH payments: scanned by the registry's filter pay (SCAN_ON_PUSH)",
		],
		["the policy's registry does not, BASIC, off", false, registry("BASIC", "web"), `fail HIGH ${notOnPush}`],
		["the policy's registry does not, BASIC, on", true, registry("BASIC", "web"), `pass HIGH ${own}`],
		["the policy's registry does not, ENHANCED, on", true, registry("ENHANCED", "web"), `fail HIGH ${never}`],
		[
			"the policy's registry does not, and the flag is unresolved",
			open,
			registry("BASIC", "web"),
			"unknown HIGH payments: how it is scanned could not be read because its own scan on push is unknown (Ref Flag)",
		],
	])("%s", (_, declared, settings, expected) => {
		expect(verdictLines(control, inFile(declared), settings)).toEqual([expected]);
	});

	test("uses the registry configuration of the file before that of the policy", () => {
		const facts = aRepository({ declaredScanOnPush: false });
		expect(verdictLines(control, facts, registry("ENHANCED", "web"))).toEqual([
			"pass HIGH payments: scanned by the registry's filter * (SCAN_ON_PUSH)",
		]);
	});

	test("ignores the policy's registry configuration where the facts come from AWS", () => {
		expect(verdictLines(control, aRepository({ scanning: unread }), registry("BASIC", "pay"))).toEqual([asked]);
	});
});
