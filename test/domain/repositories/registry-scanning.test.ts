import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Value } from "../../../core/reading.ts";
import type { RegistryScanning } from "../../../domain/repositories/registry-scanning.ts";
import { scanningByRegistry } from "../../../domain/repositories/registry-scanning.ts";

const rule = (scanFrequency: string, ...filters: readonly string[]) => ({ scanFrequency, filters });
const onPush = (...filters: readonly string[]) => rule("SCAN_ON_PUSH", ...filters);
const always = (...filters: readonly string[]) => rule("CONTINUOUS_SCAN", ...filters);
const basic = (...rules: RegistryScanning["rules"]): RegistryScanning => ({ scanType: "BASIC", rules });
const enhanced = (...rules: RegistryScanning["rules"]): RegistryScanning => ({ scanType: "ENHANCED", rules });

/** `frequency by filters`. */
const found = (registry: RegistryScanning, name: Value<string>, declared: Value<boolean> = false): string => {
	const scanning = scanningByRegistry(registry, name, declared);
	if (!("value" in scanning)) return scanning.unread;
	const { scanFrequency, appliedFilters } = scanning.value;
	return `${scanFrequency} by ${appliedFilters.join(", ")}`.trimEnd();
};

test.each<[string, string, boolean]>([
	["pay", "payments", true],
	["ments", "team/payments", true],
	["Pay", "payments", false],
	["pay*", "payments", true],
	["pay*", "team/payments", false],
	["*payments", "team/payments", true],
	["*prod", "prod-repo", false],
	["prod*", "repo-prod", false],
	["*", "payments", true],
	["payments", "payments", true],
])("whether the filter %s covers the repository %s: %s", (filter, name, isCovered) => {
	expect(found(basic(onPush(filter)), name)).toBe(isCovered ? `SCAN_ON_PUSH by ${filter}` : "MANUAL by");
});

describe("combines several rules:", () => {
	test.each<[string, RegistryScanning, string]>([
		["continuous scanning wins", enhanced(onPush("*"), always("pay*")), "CONTINUOUS_SCAN by pay*"],
		["in whatever order", enhanced(always("pay*"), onPush("*")), "CONTINUOUS_SCAN by pay*"],
		["scanning on push wins over none", basic(rule("MANUAL", "*"), onPush("pay")), "SCAN_ON_PUSH by pay"],
		["only those that cover it count", enhanced(always("web"), onPush("pay", "web", "*")), "SCAN_ON_PUSH by pay, *"],
		["a frequency of the future counts when it is alone", basic(rule("HOURLY", "*")), "HOURLY by *"],
		["and not beside another", basic(rule("HOURLY", "*"), onPush("*")), "SCAN_ON_PUSH by *"],
		["none, BASIC", basic(onPush("web")), "MANUAL by"],
		["none, ENHANCED", enhanced(onPush("web")), "null by"],
		["no rules", enhanced(), "null by"],
		["a rule without filters", basic(onPush()), "MANUAL by"],
	])("%s", (_, registry, expected) => {
		expect(found(registry, "payments")).toBe(expected);
	});
});

describe("handles unresolved values:", () => {
	const name = { unresolved: "Ref Name has no default" };
	const flag = { unresolved: "Ref Flag has no default" };
	const byName = "which rules of the registry cover it depends on its name, which is unknown (Ref Name has no default)";
	const byFlag = "its own scan on push is unknown (Ref Flag has no default)";

	test.each<[string, RegistryScanning, Value<string>, Value<boolean>, string]>([
		["a filter for every name covers it", basic(onPush("*")), name, false, "SCAN_ON_PUSH by *"],
		["also one of several stars", basic(onPush("**")), name, false, "SCAN_ON_PUSH by **"],
		["not one that begins so", basic(onPush("*pay")), name, false, byName],
		["a rule without filters covers none", basic(onPush()), name, false, "MANUAL by"],
		["another one may or may not", basic(onPush("pay*")), name, true, byName],
		["also beside a rule that scans nothing", basic(rule("MANUAL", "*"), onPush("p")), name, true, byName],
		["no rules: the name does not matter", basic(), name, true, "MANUAL by"],
		["the flag decides", basic(onPush("web")), "payments", flag, byFlag],
		["the flag decides beside a rule that scans nothing", basic(rule("MANUAL", "*")), "payments", flag, byFlag],
		["a rule covers it: the flag does not matter", basic(onPush("pay")), "payments", flag, "SCAN_ON_PUSH by pay"],
		["ENHANCED: the flag does not matter", enhanced(), "payments", flag, "null by"],
	])("%s", (_, registry, of, declared, expected) => {
		expect(found(registry, of, declared)).toBe(expected);
	});
});

test("returns the flag and the type unchanged", () => {
	expect(scanningByRegistry(basic(), "payments", true)).toMatchObject({
		value: { scanOnPush: true, scanType: "BASIC" },
	});
	expect(scanningByRegistry(enhanced(), "payments", false)).toMatchObject({
		value: { scanOnPush: false, scanType: "ENHANCED" },
	});
	expect(scanningByRegistry(enhanced(), "payments", { unresolved: "x" })).toMatchObject({
		value: { scanOnPush: false },
	});
});

test("covers a repository by any part of its name, in any order of the rules", () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[a-c/]{1,6}$/), fc.nat(5), fc.nat(5), (name, start, length) => {
			const filter = name.slice(start, start + 1 + length) || name;
			expect(found(enhanced(onPush("x"), always(filter)), name)).toBe(`CONTINUOUS_SCAN by ${filter}`);
			expect(found(enhanced(always(filter), onPush("*")), name)).toBe(
				found(enhanced(onPush("*"), always(filter)), name),
			);
		}),
	);
});
