import { describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { parseTags } from "../../infra/tags.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

describe("the tags of the option", () => {
	test.each<[string, object]>([
		["team=platform", { team: "platform" }],
		["team=platform,cost-center=42", { team: "platform", "cost-center": "42" }],
		["team=platform, owner=jane@example.com", { team: "platform", owner: "jane@example.com" }],
		["filter=a=b", { filter: "a=b" }],
		["reviewed=", { reviewed: "" }],
	])("%s", (text, tags) => {
		expect(parseTags(text)).toEqual(tags);
	});

	test.each([
		["team", 'context tags has "team"; write key=value, several separated by commas'],
		["=platform", 'context tags has "=platform"'],
		["team=a,", 'context tags has ""'],
		["aws:team=a", 'context tags has "aws:team=a"; write another key: those that begin with aws: belong to AWS'],
		["AWS:team=a", 'context tags has "AWS:team=a"'],
		["team=<b>", 'context tags has "team=<b>"; write letters, digits, spaces and any of _.:/=+-@'],
		[`${"k".repeat(129)}=v`, "at most 128 in a key"],
		[`k=${"v".repeat(257)}`, "context tags has"],
		["team=a,team=b", 'context tags has "team" twice; write each key once'],
		[Array.from({ length: 51 }, (_, index) => `k${index}=v`).join(), "context tags has 51 tags; write at most 50"],
	])("are refused: %s", (text, complaint) => {
		expect(() => parseTags(text)).toThrow(BadInputError);
		expect(() => parseTags(text)).toThrow(complaint);
	});
});

/** The kinds of resources of the stack that CloudFormation cannot give tags. */
const untaggable = [
	"AWS::CloudFormation::LambdaHook",
	"AWS::ECR::PullTimeUpdateExclusion",
	"AWS::IAM::Policy",
	"AWS::Lambda::Permission",
	"AWS::Lambda::Url",
	"AWS::SQS::QueuePolicy",
];

test("each resource of the stack that can have tags has those of the option, and the stack has no others", () => {
	const { all } = synthesizeStack(undefined, { tags: "team=platform,cost-center=42", dashboard: true });
	const tagged = all.filter(({ type }) => !untaggable.includes(type));
	expect(tagged.length).toBeGreaterThan(50);
	expect(untaggable.filter((type) => !all.some((one) => one.type === type))).toEqual([]);
	const without = tagged.filter(({ properties }) => {
		const { Tags: tags = [] } = properties as { Tags?: unknown };
		const map = Array.isArray(tags)
			? Object.fromEntries(tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]))
			: tags;
		return JSON.stringify(Object.entries(map as object).sort()) !== '[["cost-center","42"],["team","platform"]]';
	});
	expect([...new Set(without.map(({ type }) => type))]).toEqual([]);
});

test("without the option no resource has tags of the template", () => {
	const { all } = synthesizeStack();
	expect(all.filter(({ properties }) => "Tags" in properties)).toEqual([]);
});
