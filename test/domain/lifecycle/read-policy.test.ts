import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readLifecyclePolicy } from "../../../domain/lifecycle/read-policy.ts";
import { aLifecycleRule } from "../../support/builders.ts";

const read = (...rules: readonly unknown[]) => readLifecyclePolicy(JSON.stringify({ rules }));
const refused = (reason: string) => ({ kind: "invalid", reason });
const tagged = (priority: number, selection: Record<string, unknown>) =>
	aLifecycleRule({
		rulePriority: priority,
		selection: { tagStatus: "tagged", countType: "imageCountMoreThan", countNumber: 1, ...selection },
	});
const any = (priority: number, more: Record<string, unknown> = {}) =>
	aLifecycleRule({
		rulePriority: priority,
		selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1, ...more },
	});
const untagged = (priority: number) => aLifecycleRule({ rulePriority: priority });
const fromArchive = (priority: number, tagStatus = "any") => ({
	rulePriority: priority,
	selection: {
		tagStatus,
		storageClass: "archive",
		countType: "sinceImageTransitioned",
		countUnit: "days",
		countNumber: 365,
	},
	action: { type: "expire" },
});

const unmappable = "it is not a JSON object";

test.each<[string, string, object]>([
	["an empty object", "{}", { kind: "empty" }],
	["no rules", '{"rules": []}', { kind: "empty" }],
	["nothing", "", refused(unmappable)],
	["broken JSON", '{"rules": [', refused(unmappable)],
	["a list", "[]", refused(unmappable)],
	["null", "null", refused(unmappable)],
	["a string", '"rules"', refused(unmappable)],
	["no rules, something else", '{"rule": []}', refused("it has no rules")],
	["rules that are no list", '{"rules": {}}', refused("rules is not a list")],
])("%s", (_, text, expected) => {
	expect(readLifecyclePolicy(text)).toEqual(expected);
});

test("limits the length of the text as AWS does", () => {
	const padded = (length: number) => {
		const text = JSON.stringify({ rules: [untagged(1)] });
		return `${text}${" ".repeat(length - text.length)}`;
	};
	expect(readLifecyclePolicy(padded(30_720))).toMatchObject({ kind: "valid" });
	expect(readLifecyclePolicy(padded(30_721))).toEqual(
		refused("the text has 30721 characters, but AWS accepts at most 30720"),
	);
});

test("limits the number of rules as AWS does", () => {
	const rules = (count: number) =>
		Array.from({ length: count }, (_, index) => tagged(index + 1, { tagPrefixList: [`p${index}`] }));
	expect(read(...rules(50))).toMatchObject({ kind: "valid" });
	expect(read(...rules(51))).toEqual(refused("it has 51 rules, but a policy can have at most 50"));
});

test("returns a valid policy unchanged", () => {
	const rules = [
		aLifecycleRule({ rulePriority: 10, description: "old ones" }),
		tagged(2, { tagPatternList: ["v*", "*-rc"], storageClass: "standard" }),
		tagged(3, { tagPrefixList: ["dev"], countType: "sinceImagePulled", countUnit: "days", countNumber: 30 }),
		any(99),
		fromArchive(5),
	].map((rule, index) =>
		index === 2 ? { ...rule, action: { type: "transition", targetStorageClass: "archive" } } : rule,
	);
	expect(read(...rules)).toEqual({ kind: "valid", policy: { rules } });
});

test("names the rule in the reason", () => {
	expect(read(untagged(1), { ...any(2), rulePriority: 0 })).toEqual(
		refused("rules[1].rulePriority is 0, but must be at least 1"),
	);
});

describe("several rules:", () => {
	const last = "the rule with tagStatus any must have the highest rulePriority of its storage class, but";

	test.each<[string, readonly unknown[], string]>([
		["a priority twice", [untagged(7), any(7)], "rulePriority 7 is used by more than one rule"],
		["any not last", [any(1), untagged(2)], `${last} 1 is not above all others (2)`],
		["any twice", [any(1), any(2)], `${last} 1 is not above all others (2)`],
		["two for untagged", [untagged(1), untagged(2)], "more than one rule selects untagged images of one storage class"],
		[
			"a prefix in two rules",
			[tagged(1, { tagPrefixList: ["a", "v"] }), tagged(2, { tagPrefixList: ["v"] })],
			'the prefix "v" is used more than once in the tagPrefixLists of one storage class',
		],
	])("rejects %s", (_, rules, reason) => {
		expect(read(...rules)).toEqual(refused(reason));
	});

	test.each<[string, readonly unknown[]]>([
		["the order in the text does not matter", [any(9), untagged(2)]],
		["each storage class has its own any", [any(2), fromArchive(3), untagged(1)]],
		["and its own rule for untagged", [untagged(1), fromArchive(2, "untagged")]],
		["a pattern may come again", [tagged(1, { tagPatternList: ["v*"] }), tagged(2, { tagPatternList: ["v*"] })]],
	])("%s", (_, rules) => {
		expect(read(...rules)).toMatchObject({ kind: "valid" });
	});
});

test("reads any text or rejects it with a reason", () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.json(),
				fc.json().map((rules) => `{"rules":[${rules}]}`),
			),
			(text) => {
				const result = readLifecyclePolicy(text);
				if (result.kind === "invalid") expect(result.reason).not.toBe("");
			},
		),
	);
});
