import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { judge } from "../../../core/judge.ts";
import { readCloudFormation } from "../../../readers/cloudformation/read.ts";
import { scopeOf } from "../../../readers/cloudformation/resolve.ts";
import { templateIn } from "../../../readers/cloudformation/template.ts";
import { readAt } from "../../support/builders.ts";
import { showing } from "../../support/partial-text.ts";
import { readTemplate, resolved } from "../../support/template.ts";

const repository = { Type: "AWS::ECR::Repository" };

describe("a part of a template that cannot be read", () => {
	test.each<[string, unknown, string[]]>([
		["no resources", { AWSTemplateFormatVersion: "2010-09-09" }, ["Resources is not a mapping"]],
		["resources as a list", { Resources: [repository] }, ["Resources is not a mapping"]],
		["a resource that is a text", { Resources: { A: "x" } }, ["A is not a mapping"]],
		["a resource without a type", { Resources: { A: { Properties: {} } } }, ["A has no Type"]],
		["a type that is a number", { Resources: { A: { Type: 5 } } }, ["A has no Type"]],
		[
			"an included file",
			{ Resources: { "Fn::Transform": { Name: "AWS::Include" } } },
			["Fn::Transform adds resources during deployment: they are not checked"],
		],
		[
			"transforms",
			{
				Resources: {},
				Transform: ["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "Mine", { Name: "AWS::Include" }, 5],
			},
			[
				"the transform Mine may change the template; the template is checked as written",
				"the transform AWS::Include may change the template; the template is checked as written",
				"a transform without a name may change the template; the template is checked as written",
			],
		],
		["one transform", { Resources: {}, Transform: "AWS::SecretsManager-2024-09-16" }, []],
		[
			"what is near to what is judged",
			{
				Resources: {
					A: { Type: "AWS::ECR::RepositoryCreationTemplate" },
					C: { Type: "Team::Web::Service::MODULE" },
					E: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "./network.yaml" } },
					F: { Type: "AWS::CloudFormation::StackSet" },
					G: { Type: "AWS::Serverless::Application" },
				},
			},
			[
				"A (AWS::ECR::RepositoryCreationTemplate): the repositories that it creates are checked in the account, not here",
				"C (Team::Web::Service::MODULE): resources that a module creates are not checked",
				"E (AWS::CloudFormation::Stack): its template is a separate file; check that file by itself",
				"F (AWS::CloudFormation::StackSet): its template is a separate file; check that file by itself",
				"G (AWS::Serverless::Application): its template is a separate file; check that file by itself",
			],
		],
		[
			"other resources",
			{ Resources: { A: { Type: "AWS::ECR::PublicRepository" }, B: { Type: "AWS::CDK::Metadata" } } },
			[],
		],
	])("is noted: %s", (_, template, expected) => {
		expect(readTemplate(template).notes.map(({ text }) => text)).toEqual(expected);
		expect(readTemplate(template).subjects).toEqual([]);
	});
});

describe("a transform is noted unless it leaves the checked resources alone", () => {
	test.each<[unknown, number]>([
		["AWS::CodeDeployBlueGreen", 0],
		["AWS::LanguageExtensions", 0],
		["AWS::SecretsManager-2020-07-23", 0],
		["AWS::Serverless-2016-10-31", 0],
		[{ Name: "AWS::Serverless-2016-10-31" }, 0],
		["AWS::Serverless", 1],
		["AWS::LanguageExtensionsX", 1],
		["My::AWS::LanguageExtensions", 1],
		["AWS::Include", 1],
		[["AWS::LanguageExtensions", "Mine", "Yours"], 2],
		[[], 0],
		[null, 0],
	])("%j gives %i notes", (Transform, count) => {
		const { notes } = readTemplate({ Resources: {}, Transform });
		expect(notes.map(({ at }) => at)).toEqual(Array(count).fill({ line: 3, column: 2 }));
	});

	test("every note has the position of what could not be read", () => {
		const text = "AWSTemplateFormatVersion: 2010-09-09\nParameters: {}\nResources: []\n";
		expect(readTemplate(text).notes).toEqual([{ at: { line: 3, column: 1 }, text: "Resources is not a mapping" }]);
		expect(readTemplate("Resources:\n  A: x\n").notes).toEqual([
			{ at: { line: 2, column: 3 }, text: "A is not a mapping" },
		]);
	});
});

describe("a resource with a condition", () => {
	const Conditions = {
		Never: { "Fn::Equals": ["a", "b"] },
		Always: { "Fn::Equals": ["a", "a"] },
		Maybe: { "Fn::Equals": [{ Ref: "AWS::Region" }, "b"] },
	};
	test.each<[unknown, number]>([
		["Never", 0],
		["Always", 1],
		["Maybe", 1],
		["Nobody", 1],
		[{}, 1],
	])("%j gives %i subjects", (Condition, count) => {
		const template = { Conditions, Resources: { Repo: { ...repository, Condition } } };
		expect(readTemplate(template).subjects).toHaveLength(count);
	});
});

describe("a template with cycles or too much nesting", () => {
	const named = (name: unknown) => ({ ...repository, Properties: { RepositoryName: name } });

	test("gives a reason for repositories that are named after each other", () => {
		const Resources = { A: named({ Ref: "B" }), B: named({ "Fn::Sub": "x${A}" }) };
		const unresolved = "the name of A refers to itself";
		expect(resolved({ Ref: "A" }, { Resources })).toEqual({ unresolved, text: showing("x${…}") });
	});

	test("gives a reason for names that grow without limit", () => {
		const twice = (at: number) => named({ "Fn::Sub": `\${R${at}}\${R${at}}` });
		const Resources = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`R${at}`, twice(at + 1)]));
		const all = { ...Resources, R40: named("x") };
		expect(resolved({ Ref: "R23" }, { Resources: all })).toBe("x".repeat(2 ** 17));
		expect(resolved({ Ref: "R22" }, { Resources: all })).toEqual({ unresolved: "the text becomes too long" });
		expect(resolved({ Ref: "R0" }, { Resources: all })).toEqual({ unresolved: "the text becomes too long" });
	});

	test("gives a reason for a value of a thousand levels", () => {
		let deep: unknown = "x";
		for (let level = 0; level < 1_000; level++) deep = [deep];
		expect(JSON.stringify(resolved(deep))).toContain("it is nested too deeply");
	});

	test("gives a reason for a value that takes too long to evaluate", () => {
		const { template } = templateIn({ Resources: {} }, { steps: 0, alternatives: 0 });
		const hole = expect.objectContaining({
			parts: [expect.objectContaining({ why: "the template takes too long to evaluate" })],
		});
		expect(scopeOf(template, { steps: 3, alternatives: 0 }).valueOf([1, 2, 3])).toEqual([1, 2, hole]);
	});
});

const words = fc.constantFrom(
	...["Ref", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::GetAtt", "Fn::FindInMap", "Fn::Equals"],
	...[
		"Fn::Transform",
		"Fn::ForEach::A",
		"Condition",
		"Type",
		"Properties",
		"Name",
		"Value",
		"Environment",
		"unresolved",
	],
	...["ContainerDefinitions", "Volumes", "Tags", "LinuxParameters", "Tmpfs", "RepositoryPolicyText", "__proto__"],
	...["ImageTagMutability", "LifecyclePolicy", "EncryptionConfiguration", "toString"],
);
const values = fc.constantFrom(
	"A",
	"P",
	"C",
	"AWS::ECR::Repository",
	"AWS::NoValue",
	"${A}${P}",
	"IMMUTABLE",
	":",
	1,
	true,
	null,
);
const { node } = fc.letrec((tie) => ({
	node: fc.oneof(
		{ maxDepth: 7, withCrossShrink: true },
		values,
		fc.array(tie("node"), { maxLength: 4 }),
		fc.dictionary(words, tie("node"), { maxKeys: 4 }),
	),
}));
const sections = fc.record({
	Parameters: fc.dictionary(fc.constant("P"), node),
	Conditions: fc.dictionary(fc.constantFrom("C", "Fn::ForEach::A"), node),
	Mappings: node,
	Transform: node,
	Resources: fc.dictionary(
		fc.constantFrom("A", "B", "Fn::ForEach::A"),
		fc.oneof(
			node,
			fc.record({
				Type: fc.constantFrom(
					"AWS::ECR::Repository",
					"AWS::ECS::TaskDefinition",
					"AWS::ECR::RegistryScanningConfiguration",
				),
				Condition: fc.constantFrom("C", "D"),
				Properties: node,
			}),
		),
	),
});

function troubles(value: unknown): readonly string[] {
	const document = { value, at: () => ({ line: 1, column: 1 }) };
	const file = { path: "a", text: "", document, readAt, readRelative: () => ({ missing: "" }) };
	return readCloudFormation(file).subjects.flatMap(({ facts, alternatives = [], positionOf }) => {
		positionOf("linuxParameters.tmpfs.0", "A");
		const verdicts = [facts, ...alternatives].flatMap((one) => judge(controls, one, defaultPolicy));
		return verdicts.map(({ message }) => message).filter((message) => message.includes("could not judge"));
	});
}

test("neither the reader nor a control throws on any template", () => {
	const anything = fc.oneof(fc.jsonValue(), node, sections);
	const holds = fc.property(anything, (value) => {
		expect(troubles(value)).toEqual([]);
	});
	fc.assert(holds, { numRuns: 300 });
});
