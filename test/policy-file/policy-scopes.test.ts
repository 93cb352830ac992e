import { describe, expect, test } from "@jest/globals";
import { policyFor } from "../../core/scopes.ts";
import { scopedBlockShape } from "../../policy-file/block-schema.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { aTaskDefinition } from "../support/builders.ts";
import { refusalOf } from "../support/policy-refusal.ts";

describe("scopes", () => {
	test("are read with every glob as a list", () => {
		const text = `
scopes:
  - match: { account: "1111*", region: [eu-*, us-east-1], repository: a/*, family: [b], cluster: c, tag: { env: dev, x: ["", "y*"] } }
    controls: { image/vulnerabilities: { maximum: { HIGH: unlimited } } }
`;
		// A text without anything to read is no glob, also not of a tag's value.
		expect(refusalOf(text)).toBe(
			'shipshape.yaml:3:122: item 1 of match.tag.x of scope 1 is ""; write a string in which "*" stands for any text',
		);
		expect(parsePolicy(text.replace('"", ', ""), "p.yaml").scopes).toEqual([
			{
				match: {
					account: ["1111*"],
					region: ["eu-*", "us-east-1"],
					repository: ["a/*"],
					family: ["b"],
					cluster: ["c"],
					tag: { env: ["dev"], x: ["y*"] },
				},
				controls: { "image/vulnerabilities": { maximum: { HIGH: Number.MAX_SAFE_INTEGER } } },
			},
		]);
	});

	const oneOrMore = 'a glob or a list of globs, in which "*" stands for any text; write numbers in quotes';
	test.each([
		["{ controls: {} }", "1:10: match of scope 1 is missing; write a mapping of keys to values"],
		[
			"{ match: { region: a } }",
			"1:10: scope 1 ({ match: { region: a } }) is a scope that sets nothing; write controls, mode or block",
		],
		[
			"{ match: {}, controls: {} }",
			"1:19: a scope without match keys would apply to every subject; write one of account, region, repository, family, cluster, tag",
		],
		["{ match: { acount: '1' }, controls: {} }", '1:21: unknown key "acount"; write "account"'],
		[
			"{ match: { name: a }, controls: {} }",
			'1:21: unknown key "name"; write one of account, region, repository, family, cluster, tag',
		],
		[
			"{ match: { account: 111122223333 }, controls: {} }",
			`1:30: match.account of scope 1 is 111122223333; write ${oneOrMore}`,
		],
		["{ match: { family: [] }, controls: {} }", `1:29: match.family of scope 1 is []; write ${oneOrMore}`],
		[
			"{ match: { tag: prod }, controls: {} }",
			"1:26: match.tag of scope 1 is prod; write a mapping of tag keys to values",
		],
		["{ match: { tag: { a: 1 } }, controls: {} }", `1:31: match.tag.a of scope 1 is 1; write ${oneOrMore}`],
		[
			"{ match: { region: a }, controls: { tmpfs-size: {} } }",
			'1:46: unknown key "tmpfs-size"; write "task-definition/tmpfs-size"',
		],
		[
			"{ match: { region: a }, controls: { image/scanned: { wait: 1 } } }",
			'1:63: unknown key "wait"; write one of enabled, severity, blocking, scanWait',
		],
		[
			"{ match: { region: a }, controls: { task-definition/tmpfs-size: { maximum: 0.1 } } }",
			"1:46: warn (0.2) is above maximum (0.1); write a warn of at most 0.1",
		],
		["{ match: { region: a }, mode: off }", "1:40: mode of scope 1 is off; write audit or enforce"],
		[
			"{ match: { region: a }, block: { mode: x } }",
			`1:43: unknown key "mode"; write one of ${Object.keys(scopedBlockShape).join(", ")}`,
		],
		["all", "1:10: scope 1 is all; write a mapping of keys to values"],
	])("%s is rejected", (scope, refusal) => {
		expect(refusalOf(`scopes: [${scope}]`)).toBe(`shipshape.yaml:${refusal}`);
	});

	test("that are not a list are rejected", () => {
		expect(refusalOf("scopes: 1")).toBe("shipshape.yaml:1:9: scopes is 1; write a list of scopes");
	});

	test("can set a warn that is below the maximum of the policy", () => {
		const text =
			"controls: { task-definition/tmpfs-size: { maximum: 0.6 } }\nscopes: [{ match: { region: a }, controls: { task-definition/tmpfs-size: { warn: 0.5 } } }]";
		expect(refusalOf(text)).toBe("accepted");
	});
});

describe("whether task-definition/trusted-registry is enabled", () => {
	const control = "task-definition/trusted-registry";
	const scope = (settings: string) => `scopes: [{ match: { family: web }, controls: { ${control}: ${settings} } }]`;
	const top = (settings: string) => `controls: { ${control}: ${settings} }\n`;
	test.each([
		["it is not without a policy", "", false],
		["it is if registries are listed", top("{ registries: [a] }"), true],
		["it is not if the list is empty", top("{ registries: [] }"), false],
		["it is not if enabled is false", top("{ enabled: false, registries: [a] }"), false],
		["it is if enabled is true", top("{ enabled: true }"), true],
		["it is not if only its severity is set", top("{ severity: LOW }"), false],
		["it is if a scope lists registries", scope("{ registries: [a] }"), true],
		["it is not if a scope lists registries and disables it", scope("{ enabled: false, registries: [a] }"), false],
		[
			"it is not if a scope disables what the policy lists",
			top("{ registries: [a] }") + scope("{ enabled: false }"),
			false,
		],
		["it is not if a scope empties the list", top("{ registries: [a] }") + scope("{ registries: [] }"), false],
		[
			"it is if a scope lists registries and the policy disables it",
			top("{ enabled: false }") + scope("{ registries: [a] }"),
			true,
		],
		["it is if a scope sets something else", top("{ registries: [a] }") + scope("{ severity: LOW }"), true],
	])("%s", (_, text, enabled) => {
		const policy = parsePolicy(text, "shipshape.yaml");
		expect(policyFor(policy, aTaskDefinition()).controls[control]?.enabled).toBe(enabled);
	});
});
