import { describe, expect, test } from "@jest/globals";
import { controls } from "../../controls/index.ts";
import { throwIfAny } from "../../policy-file/policy-problems.ts";
import { knownKeys, policyFileOf } from "../../policy-file/policy-schema.ts";
import { refusalOf } from "../support/policy-refusal.ts";
import { refusalOf as refused } from "../support/refused.ts";

describe("problems are reported in the order of the file", () => {
	const at = (line: number, column: number) => ({ at: { line, column }, text: `${line}/${column}` });

	test("by line, then by column", () => {
		const problems = [at(10, 1), at(2, 9), at(2, 10), at(2, 1), at(1, 5)];
		expect(refused(() => throwIfAny("p.yaml", problems)).split("\n")).toEqual([
			"p.yaml:1:5: 1/5",
			"p.yaml:2:1: 2/1",
			"p.yaml:2:9: 2/9",
			"p.yaml:2:10: 2/10",
			"p.yaml:10:1: 10/1",
		]);
	});

	test("at most twenty, with the number of the others", () => {
		const many = (count: number) => Array.from({ length: count }, (_, index) => at(index + 1, 1));
		expect(refused(() => throwIfAny("p.yaml", many(20))).split("\n")).toHaveLength(20);
		expect(refused(() => throwIfAny("p.yaml", many(21))).split("\n")).toEqual([
			...many(20).map(({ text }, index) => `p.yaml:${index + 1}:1: ${text}`),
			"p.yaml: and 1 more; fix these first",
		]);
	});

	test("without problems nothing is thrown", () => {
		expect(refused(() => throwIfAny("p.yaml", []))).toBe("accepted");
	});
});

describe("a message shows the value on one line, truncated", () => {
	const long = "x".repeat(100);
	const cut = `${"x".repeat(59)}…`;
	test.each([
		[
			`${long}: 1`,
			`1:1: unknown key "${cut}"; write one of mode, controls, scopes, waivers, slack, block, sweep, exclude`,
		],
		[
			'"a\\nb": 1',
			'1:1: unknown key "a b"; write one of mode, controls, scopes, waivers, slack, block, sweep, exclude',
		],
		[`mode: ${long}`, `1:7: mode is ${cut}; write audit or enforce`],
		[
			`scopes: [{ match: { tag: { ${long}: 1 } }, controls: {} }]`,
			`1:130: match.tag.${cut} of scope 1 is 1; write a glob or a list of globs, in which "*" stands for any text; write numbers in quotes`,
		],
		["mode:", "1:6: mode is empty; write audit or enforce"],
		["mode: ''", "1:7: mode is ''; write audit or enforce"],
		[
			"controls: { image/scanned: { severity: LOWER } }",
			"1:40: controls.image/scanned.severity is LOWER; write one of CRITICAL, HIGH, MEDIUM, LOW or INFORMATIONAL",
		],
		["5", "1:1: the policy is 5; write a mapping of keys to values"],
	])("%.40j", (text, refusal) => {
		expect(refusalOf(text)).toBe(`shipshape.yaml:${refusal}`);
	});
});

describe("a warn above maximum is rejected", () => {
	const sizes = (warn: number, maximum: number) =>
		`{ task-definition/tmpfs-size: { warn: ${warn}, maximum: ${maximum} } }`;
	const scope = (controls: string) => `{ match: { family: a }, controls: ${controls} }`;
	const above = "warn (0.4) is above maximum (0.3); write a warn of at most 0.3";
	test.each([
		[`controls: ${sizes(0.4, 0.3)}`, `1:13: ${above}`],
		[`scopes: [${scope(sizes(0.4, 0.3))}]`, `1:46: ${above}`],
		[`scopes: [${scope("{}")}, ${scope(sizes(0.4, 0.3))}]`, `1:86: ${above}`],
		[
			`controls: ${sizes(0.4, 0.5)}\nscopes: [${scope("{ task-definition/tmpfs-size: { maximum: 0.3 } }")}]`,
			`2:46: ${above}`,
		],
	])("%s", (text, refusal) => {
		expect(refusalOf(text)).toBe(`shipshape.yaml:${refusal}`);
	});

	test("a warn above maximum is accepted if a scope corrects it", () => {
		expect(refusalOf(`controls: ${sizes(0.2, 0.3)}\nscopes: [${scope(sizes(0.5, 0.5))}]`)).toBe("accepted");
	});
});

describe("the allowed keys", () => {
	test.each<[readonly string[], readonly string[]]>([
		[[], ["mode", "controls", "scopes", "waivers", "slack", "block", "sweep", "exclude"]],
		[
			["block"],
			[
				...["deregister", "tag", "gate", "pause", "stop-deployment", "set-back", "cloudformation-hook", "onUnscanned"],
				...[
					"onUnknown",
					"onOtherRegistry",
					"onPausedFailure",
					"keepFor",
					"protected",
					"protectedServices",
					"breakGlass",
				],
				"breakGlassTag",
			],
		],
		[
			["slack"],
			[
				...["minimumSeverity", "channel", "routes", "unknownAfter", "timeZone", "quietHours", "summary", "approvers"],
				"approvalHours",
			],
		],
		[
			["slack", "routes", "0"],
			["match", "channel", "webhook", "minimumSeverity"],
		],
		[
			["scopes", "0"],
			["match", "controls", "mode", "block"],
		],
		[
			["scopes", "7", "match"],
			["account", "region", "repository", "family", "cluster", "tag"],
		],
		[
			["waivers", "0"],
			["control", "resource", "vulnerabilities", "reason", "owner", "expires"],
		],
		[
			["controls", "task-definition/logging"],
			["enabled", "severity", "blocking"],
		],
		[
			["scopes", "0", "controls", "image/scanned"],
			["enabled", "severity", "blocking", "scanWait"],
		],
		[
			["controls", "image/vulnerabilities", "maximum"],
			["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"],
		],
		[["mode"], []],
		[["waivers"], []],
		[["nothing", "at", "all"], []],
	])("at %j", (path, keys) => {
		expect(knownKeys(policyFileOf(controls), path)).toEqual(keys);
	});
});
