import { describe, expect, test } from "@jest/globals";
import type { LifecycleRule, LifecycleSelection } from "../../../domain/lifecycle/policy.ts";
import { countTypes, storageClasses, storageClassOf, tagStatuses } from "../../../domain/lifecycle/policy.ts";
import { deadEntriesOf, shadows, tagGlobsOf } from "../../../domain/lifecycle/tag-selection.ts";
import { patterns, rule } from "../../support/lifecycle.ts";

const prefixes = (...tagPrefixList: readonly string[]) => ({ tagStatus: "tagged", tagPrefixList }) as const;

test("lists the values that AWS documents", () => {
	expect(tagStatuses).toEqual(["tagged", "untagged", "any"]);
	expect(storageClasses).toEqual(["standard", "archive"]);
	expect(countTypes).toEqual(["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"]);
});

test.each([
	[{}, "standard"],
	[{ storageClass: "standard" }, "standard"],
	[{ storageClass: "archive" }, "archive"],
] as const)("a rule of %j selects from %s", (selection, expected) => {
	expect(storageClassOf(rule(1, selection))).toBe(expected);
});

test.each<[Partial<LifecycleSelection>, readonly string[], readonly string[]]>([
	[{}, [], []],
	[patterns("v*", "latest"), ["v*", "latest"], []],
	[patterns("v*", "v*"), ["v*"], []],
	[prefixes("v", "rel-"), ["v*", "rel-*"], []],
	[prefixes("v*", "w", "*"), ["v**", "w*", "**"], ["v*", "*"]],
	[{ ...patterns("v*"), tagPrefixList: ["v", "x"] }, ["v*", "x*"], []],
	[prefixes("-rc", ".x", "_", "1"), ["-rc*", ".x*", "_*", "1*"], ["-rc", ".x"]],
	[
		prefixes("a/b", "a".repeat(128), "b".repeat(129)),
		["a/b*", `${"a".repeat(128)}*`, `${"b".repeat(129)}*`],
		["a/b", "b".repeat(129)],
	],
	[patterns("-*", ".*", "*", "*-rc", "*.*"), ["-*", ".*", "*", "*-rc", "*.*"], ["-*", ".*"]],
	[patterns("a b*", `*${"a".repeat(128)}`), ["a b*", `*${"a".repeat(128)}`], ["a b*"]],
])("%j selects the globs %j, and no tag can match %j", (selection, globs, dead) => {
	expect(tagGlobsOf(rule(1, selection))).toEqual(globs);
	expect(deadEntriesOf(rule(1, selection)).map(({ entry }) => entry)).toEqual(dead);
});

describe("whether a rule selects all images of a lower one:", () => {
	test.each<[string, LifecycleRule, LifecycleRule, boolean]>([
		["the same tags", rule(1, patterns("v*")), rule(2, patterns("v*")), true],
		["narrower ones", rule(1, patterns("*")), rule(2, prefixes("v")), true],
		["wider ones", rule(1, patterns("v1*")), rule(2, patterns("v*")), false],
		["rules of the same priority", rule(2, patterns("v*")), rule(2, patterns("v*")), false],
		["not from below", rule(3, patterns("v*")), rule(2, patterns("v*")), false],
		[
			"of the archive, both",
			rule(1, { ...patterns("*"), storageClass: "archive" }),
			rule(2, { ...patterns("v*"), storageClass: "archive" }),
			true,
		],
		["of the archive, one", rule(1, { ...patterns("*"), storageClass: "archive" }), rule(2, patterns("v*")), false],
		["untagged below untagged", rule(1, { tagStatus: "untagged" }), rule(2, { tagStatus: "untagged" }), true],
		["untagged below any", rule(1, {}), rule(2, { tagStatus: "untagged" }), false],
		["tagged below untagged", rule(1, { tagStatus: "untagged" }), rule(2, patterns("v*")), false],
		["a prefix that matches no tag takes nothing", rule(1, prefixes("v*")), rule(2, patterns("v**")), false],
		["and nothing is taken from it", rule(1, patterns("*")), rule(2, prefixes("v*")), false],
		["each entry has to cover one", rule(1, patterns("v*", "*-a")), rule(2, patterns("v1*", "x-a")), true],
		["one entry covers none", rule(1, patterns("v*", "*-a")), rule(2, patterns("v1*", "x")), false],
	])("%s", (_, higher, lower, expected) => {
		expect(shadows(higher, lower)).toBe(expected);
	});
});
