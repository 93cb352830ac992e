import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { judgeRequiredTags, requiredTagSettings } from "../../domain/required-tags.ts";
import { schemasOf } from "../../policy-file/setting-schema.ts";

const judged = (tags: Record<string, string>, ...keys: string[]) => judgeRequiredTags("web", { value: tags }, keys);

test.each([
	["team", true],
	["cost-center", true],
	["Kostenstelle für alle", true],
	["team:owner/name@example.com", true],
	["awsome", true],
	["x".repeat(128), true],
	["aws:cloudformation:stack-name", false],
	["AWS:x", false],
	["", false],
	["a,b", false],
	["x".repeat(129), false],
])("the policy accepts the key %p: %p", (key, isAccepted) => {
	expect(schemasOf(requiredTagSettings)["keys"]?.safeParse([key]).success).toBe(isAccepted);
});

test("a tag without a value counts", () => expect(judged({ team: "" }, "team").status).toBe("pass"));

test("the key is compared with regard to case", () => expect(judged({ Team: "a" }, "team").status).toBe("fail"));

test("a property that every object has is no tag", () =>
	expect(judged({}, "constructor", "toString").fields).toEqual({ missingTags: "constructor,toString" }));

test("passes exactly if every key is there", () => {
	const key = fc.stringMatching(/^[a-c]{1,2}$/);
	fc.assert(
		fc.property(fc.dictionary(key, fc.string()), fc.uniqueArray(key, { minLength: 1 }), (tags, keys) => {
			const isComplete = keys.every((one) => Object.keys(tags).includes(one));
			expect(judgeRequiredTags("web", { value: tags }, keys).status).toBe(isComplete ? "pass" : "fail");
		}),
	);
});
