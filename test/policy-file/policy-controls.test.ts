import { describe, expect, test } from "@jest/globals";
import vulnerabilities from "../../controls/image/vulnerabilities.ts";
import { settingsOf } from "../../core/policy.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { refusalOf } from "../support/policy-refusal.ts";

/** A policy with one setting, and what is said of it without its place. */
const saidOf = (id: string, key: string, value: string): string =>
	refusalOf(`controls: { ${id}: { ${key}: ${value} } }`).replace(
		/^shipshape\.yaml:\d+:\d+: (?:[\w ]+ of )?controls\.[^ ]+ is /,
		"",
	);

const globs = 'a string in which "*" stands for any text';
const list = 'a list of globs, in which "*" stands for any text';
const minutes = "a whole number from 1 to 1440";
const findings = "a whole number from 0 to 1000000, or unlimited";
const share = "a number above 0 and up to 1, such as 0.3";
const severities = "one of CRITICAL, HIGH, MEDIUM, LOW or INFORMATIONAL";
const accounts = "12-digit account ids, in quotes";
const options = "mount options, such as noexec";
const paths = "absolute paths, such as /data";
const capabilities = "capabilities, such as SYS_PTRACE";
const registry = (rule: string) => `{ scanType: BASIC, rules: [${rule}] }`;

describe("an invalid setting is rejected with what to write", () => {
	test.each([
		["image/scanned", "enabled", "yes", "yes; write true or false"],
		["image/scanned", "blocking", "1", "1; write true or false"],
		["image/scanned", "severity", "high", `high; write ${severities}`],
		["repository/scan-on-push", "registry", "BASIC", "BASIC; write a mapping with scanType and rules"],
		["repository/scan-on-push", "registry", "{ rules: [] }", "missing; write BASIC or ENHANCED"],
		["repository/scan-on-push", "registry", "{ scanType: BASIC }", "missing; write a list of rules"],
		["repository/scan-on-push", "registry", "{ scanType: FULL, rules: [] }", "FULL; write BASIC or ENHANCED"],
		["repository/scan-on-push", "registry", "{ scanType: BASIC, rules: {} }", "{}; write a list of rules"],
		[
			"repository/scan-on-push",
			"registry",
			registry("{ scanFrequency: DAILY, filters: [] }"),
			"DAILY; write one of SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL",
		],
		["repository/scan-on-push", "registry", registry("{ scanFrequency: MANUAL, filters: [7] }"), `7; write ${globs}`],
		["repository/tag-immutability", "mutableTags", "latest", `latest; write ${list}`],
		["repository/tag-immutability", "mutableTags", "[1]", `1; write ${globs}`],
		["repository/lifecycle-policy", "releaseTags", "v*", `v*; write ${list}`],
		["repository/lifecycle-policy", "untaggedDays", "0", "0; write a whole number from 1 to 3650"],
		["repository/lifecycle-policy", "untaggedDays", "3651", "3651; write a whole number from 1 to 3650"],
		["repository/lifecycle-policy", "keepNewest", "0", "0; write a whole number from 1 to 100000"],
		["repository/lifecycle-policy", "keepNewest", "100001", "100001; write a whole number from 1 to 100000"],
		["repository/least-privilege", "accounts", "['1']", `'1'; write ${accounts}`],
		["repository/least-privilege", "accounts", "['1111222233334']", `'1111222233334'; write ${accounts}`],
		["repository/least-privilege", "accounts", "['x111122223333']", `'x111122223333'; write ${accounts}`],
		["repository/least-privilege", "accounts", "[111122223333]", `111122223333; write ${accounts}`],
		["repository/least-privilege", "accounts", "'111122223333'", `'111122223333'; write a list of ${accounts}`],
		["image/vulnerabilities", "maximum", "{ HIGH: -1 }", "-1; write a whole number from 0 to 1000000"],
		["image/vulnerabilities", "maximum", "{ LOW: 1000001 }", "1000001; write a whole number from 0 to 1000000"],
		["image/vulnerabilities", "maximum", "{ LOW: none }", `none; write ${findings}`],
		["image/vulnerabilities", "maximum", "5", "5; write a mapping of keys to values"],
		["image/vulnerabilities", "ignoreUnfixed", "no", "no; write true or false"],
		["image/vulnerabilities", "undefinedAs", "NONE", `NONE; write ${severities}`],
		["image/scanned", "scanWait", "5", "5; write a list of minutes, such as [1, 5, 15]"],
		["image/scanned", "scanWait", "[]", "[]; write at least one number"],
		["image/scanned", "scanWait", "[0]", `0; write ${minutes}`],
		["image/scanned", "scanWait", "[1, 1441]", `1441; write ${minutes}`],
		["image/scanned", "scanWait", "[5, 4]", "[5, 4]; write the numbers in ascending order, each only once"],
		[
			"image/scanned",
			"scanWait",
			"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]",
			"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]; write at most ten numbers",
		],
		["image/traceable-tag", "patterns", "semver", `semver; write ${list}`],
		["task-definition/tmpfs-options", "required", "[NOEXEC]", `NOEXEC; write ${options}`],
		["task-definition/tmpfs-options", "required", "['noexec,nosuid']", `'noexec,nosuid'; write ${options}`],
		["task-definition/tmpfs-options", "required", "['']", `''; write ${options}`],
		["task-definition/tmpfs-size", "warn", "0", `0; write ${share}`],
		["task-definition/tmpfs-size", "warn", "'0.1'", `'0.1'; write ${share}`],
		["task-definition/tmpfs-size", "maximum", "1.1", `1.1; write ${share}`],
		["task-definition/tmpfs-target", "lastingData", "[data]", `data; write ${paths}`],
		["task-definition/tmpfs-target", "lastingData", "[/]", `/; write ${paths}`],
		["task-definition/tmpfs-target", "lastingData", "['x/data']", `'x/data'; write ${paths}`],
		["task-definition/no-plaintext-secrets", "names", "A", `A; write ${list}`],
		["task-definition/no-plaintext-secrets", "values", "A", `A; write ${list}`],
		["task-definition/no-plaintext-secrets", "notSecret", "A", `A; write ${list}`],
		["task-definition/capabilities", "allowed", "['NET BIND']", `'NET BIND'; write ${capabilities}`],
		["task-definition/capabilities", "allowed", "['']", `''; write ${capabilities}`],
		["task-definition/capabilities", "allowed", "[7]", `7; write ${capabilities}`],
		["task-definition/trusted-registry", "registries", "a.io", `a.io; write ${list}`],
	])("%s %s: %s", (id, key, value, said) => {
		expect(saidOf(id, key, value)).toBe(said);
	});
});

describe("a setting at its bound is accepted", () => {
	test.each([
		["repository/scan-on-push", "registry", registry("{ scanFrequency: CONTINUOUS_SCAN, filters: [] }")],
		["repository/lifecycle-policy", "untaggedDays", "1"],
		["repository/lifecycle-policy", "untaggedDays", "3650"],
		["repository/lifecycle-policy", "keepNewest", "100000"],
		["repository/least-privilege", "accounts", "['111122223333']"],
		["image/vulnerabilities", "maximum", "{ CRITICAL: 0, HIGH: 1000000, INFORMATIONAL: unlimited }"],
		["image/scanned", "scanWait", "[1]"],
		["image/scanned", "scanWait", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 1440]"],
		["task-definition/tmpfs-size", "maximum", "1"],
		["task-definition/tmpfs-options", "required", "[]"],
		["task-definition/tmpfs-target", "lastingData", "[/d, '/ä b']"],
		["task-definition/capabilities", "allowed", "[NET_BIND_SERVICE, chown]"],
	])("%s %s: %s", (id, key, value) => {
		expect(saidOf(id, key, value)).toBe("accepted");
	});
});

test("unlimited is more than any number of vulnerabilities", () => {
	const policy = parsePolicy("controls: { image/vulnerabilities: { maximum: { HIGH: unlimited } } }", "p.yaml");
	expect(settingsOf(policy.controls, vulnerabilities).maximum.HIGH).toBe(Number.MAX_SAFE_INTEGER);
});
