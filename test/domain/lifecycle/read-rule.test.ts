import { describe, expect, test } from "@jest/globals";
import { readRule } from "../../../domain/lifecycle/read-rule.ts";
import { InvalidLifecyclePolicy } from "../../../domain/lifecycle/validate.ts";
import { aLifecycleRule } from "../../support/builders.ts";

const counting = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 };
const ageing = { tagStatus: "any", countType: "sinceImagePushed", countUnit: "days", countNumber: 5 };
const pulled = { ...ageing, countType: "sinceImagePulled" };
const transitioned = { ...ageing, countType: "sinceImageTransitioned", storageClass: "archive", countNumber: 90 };
const toArchive = { type: "transition", targetStorageClass: "archive" };
const selecting = (selection: unknown, action: unknown = { type: "expire" }) => aLifecycleRule({ selection, action });
const without = (fields: object, name: string) =>
	Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

const reasonOf = (rule: unknown): string | null => {
	try {
		readRule(rule, "rules[0]");
		return null;
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidLifecyclePolicy);
		expect(error).toMatchObject({ name: "LifecycleRefusal" });
		return (error as InvalidLifecyclePolicy).message;
	}
};

test.each<[string, unknown]>([
	["a count", selecting(counting)],
	["an age", selecting(ageing)],
	["a count that archives", selecting(counting, toArchive)],
	["an age that archives", selecting(ageing, toArchive)],
	["not pulled for long", selecting(pulled, toArchive)],
	["archived for long", selecting(transitioned)],
	["the standard class by name", selecting({ ...counting, storageClass: "standard" })],
	["a description", { ...selecting(counting), description: "" }],
	["a pattern with four wildcards", selecting({ ...counting, tagStatus: "tagged", tagPatternList: ["*a*b*c*"] })],
])("returns %s unchanged", (_, rule) => {
	expect(readRule(rule, "rules[0]")).toStrictEqual(rule);
});

describe("the rule", () => {
	const enums = (value: string, allowed: string) => `is ${value}, but must be ${allowed}`;
	const type = (value: string, allowed: string) => `is ${value}, but must be ${allowed}`;

	test.each<[string, unknown, string]>([
		["no object", "rule", `rules[0] ${type("a string", "an object")}`],
		["null", null, `rules[0] ${type("null", "an object")}`],
		["a list", [], `rules[0] ${type("a list", "an object")}`],
		["nothing in it", {}, "rules[0] has no rulePriority, selection, action"],
		["a strange property", aLifecycleRule({ priority: 1 }), "rules[0] has properties that are not allowed (priority)"],
		["a priority of 0", aLifecycleRule({ rulePriority: 0 }), "rules[0].rulePriority is 0, but must be at least 1"],
		[
			"half a priority",
			aLifecycleRule({ rulePriority: 1.5 }),
			`rules[0].rulePriority ${type("a number", "a whole number")}`,
		],
		[
			"a priority as a string",
			aLifecycleRule({ rulePriority: "1" }),
			`rules[0].rulePriority ${type("a string", "a whole number")}`,
		],
		["a description that is none", aLifecycleRule({ description: 1 }), "rules[0].description must be a string"],
		["no action type", selecting(counting, {}), "rules[0].action has no type"],
		[
			"keep",
			selecting(counting, { type: "keep" }),
			`rules[0].action.type ${enums('"keep"', '"expire" or "transition"')}`,
		],
		[
			"a transition to nowhere",
			selecting(counting, { type: "transition" }),
			`rules[0].action.targetStorageClass ${enums("missing", '"archive"')}`,
		],
		[
			"expire with a target",
			selecting(counting, { ...toArchive, type: "expire" }),
			"rules[0].action.targetStorageClass is allowed only with the action transition",
		],
		[
			"an action with more",
			selecting(counting, { type: "expire", when: 1 }),
			"rules[0].action has properties that are not allowed (when)",
		],
		["no selection", selecting([]), `rules[0].selection ${type("a list", "an object")}`],
		["an empty selection", selecting({}), "rules[0].selection has no tagStatus, countType, countNumber"],
		[
			"a strange selection",
			selecting({ ...counting, unknown: 1 }),
			"rules[0].selection has properties that are not allowed (unknown)",
		],
		[
			"letter case",
			selecting({ ...counting, tagStatus: "Any" }),
			`rules[0].selection.tagStatus ${enums('"Any"', '"tagged" or "untagged" or "any"')}`,
		],
		[
			"an unknown countType",
			selecting({ ...counting, countType: "sinceImageBuilt" }),
			`rules[0].selection.countType ${enums('"sinceImageBuilt"', '"imageCountMoreThan" or "sinceImagePushed" or "sinceImagePulled" or "sinceImageTransitioned"')}`,
		],
		[
			"a count of 0",
			selecting({ ...counting, countNumber: 0 }),
			"rules[0].selection.countNumber is 0, but must be at least 1",
		],
		[
			"a count as a string",
			selecting({ ...counting, countNumber: "5" }),
			`rules[0].selection.countNumber ${type("a string", "a whole number")}`,
		],
		[
			"an expiry too early after archiving",
			selecting({ ...transitioned, countNumber: 89 }),
			"rules[0].selection.countNumber is 89, but must be at least 90",
		],
		[
			"a unit with a count",
			selecting({ ...counting, countUnit: "days" }),
			"rules[0].selection.countUnit is not allowed with imageCountMoreThan",
		],
		[
			"no unit with an age",
			selecting(without(ageing, "countUnit")),
			"rules[0].selection has the countType sinceImagePushed, which requires the countUnit days",
		],
		[
			"hours",
			selecting({ ...ageing, countUnit: "hours" }),
			`rules[0].selection.countUnit ${enums('"hours"', '"days"')}`,
		],
		[
			"expiry by the time of the last pull",
			selecting(pulled),
			"rules[0].selection.countType sinceImagePulled is allowed only with the action transition",
		],
		[
			"archiving of archived images",
			selecting(transitioned, toArchive),
			"rules[0].selection.countType sinceImageTransitioned is allowed only with the action expire",
		],
		[
			"archived, without the class",
			selecting(without(transitioned, "storageClass")),
			"rules[0].selection has the countType sinceImageTransitioned, which requires the storageClass archive",
		],
		[
			"archived, of the standard class",
			selecting({ ...transitioned, storageClass: "standard" }),
			"rules[0].selection has the countType sinceImageTransitioned, which is allowed only with the storageClass archive",
		],
		[
			"a count in the archive",
			selecting({ ...counting, storageClass: "archive" }),
			"rules[0].selection has the countType imageCountMoreThan, which is allowed only with the storageClass standard",
		],
		[
			"a strange class",
			selecting({ ...counting, storageClass: "glacier" }),
			`rules[0].selection.storageClass ${enums('"glacier"', '"standard" or "archive"')}`,
		],
	])("rejects %s", (_, rule, reason) => {
		expect(reasonOf(rule)).toBe(reason);
	});
});

describe("tags", () => {
	const tagged = { ...counting, tagStatus: "tagged" };
	const at = "rules[0].selection";

	test.each<[string, object, string]>([
		[
			"tagged without a list",
			tagged,
			`${at} has neither tagPrefixList nor tagPatternList, but its tagStatus is tagged`,
		],
		[
			"both lists",
			{ ...tagged, tagPrefixList: ["a"], tagPatternList: ["b"] },
			`${at} has both tagPatternList and tagPrefixList, but only one is allowed`,
		],
		[
			"any with patterns",
			{ ...counting, tagPatternList: ["a"] },
			`${at}.tagPatternList is allowed only with tagStatus tagged`,
		],
		[
			"untagged with prefixes",
			{ ...counting, tagStatus: "untagged", tagPrefixList: ["a"] },
			`${at}.tagPrefixList is allowed only with tagStatus tagged`,
		],
		["an empty list", { ...tagged, tagPrefixList: [] }, `${at}.tagPrefixList is empty`],
		["no list", { ...tagged, tagPatternList: "v*" }, `${at}.tagPatternList is a string, but must be a list`],
		[
			"a number in it",
			{ ...tagged, tagPatternList: ["v*", 1] },
			`${at}.tagPatternList[1] is a number, but must be a string`,
		],
		["an empty string in it", { ...tagged, tagPrefixList: ["a", ""] }, `${at}.tagPrefixList[1] is empty`],
		[
			"five wildcards",
			{ ...tagged, tagPatternList: ["v*", "*a*b*c*d*"] },
			`the pattern "*a*b*c*d*" in ${at}.tagPatternList has more than 4 wildcards (*)`,
		],
	])("rejects %s", (_, selection, reason) => {
		expect(reasonOf(selecting(selection))).toBe(reason);
	});
});
