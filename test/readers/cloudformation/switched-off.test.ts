import { expect, test } from "@jest/globals";
import { checkSubject } from "../../../cli/check-subject.ts";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { aTemplateOf, aTemplateWith, readTemplate, subjectIn } from "../../support/template.ts";

const equals = (parameter: string, value: string) => ({ "Fn::Equals": [{ Ref: parameter }, value] });
const conditions = {
	IsOn: equals("On", "true"),
	IsProd: equals("Env", "prod"),
	IsBoth: { "Fn::And": [{ Condition: "IsOn" }, { Condition: "IsProd" }] },
	IsOff: { "Fn::Not": [{ Condition: "IsOn" }] },
	Never: { "Fn::Equals": ["a", "b"] },
	IsOther: equals("On", "perhaps"),
	Circle: { "Fn::Or": [{ Condition: "Circle" }, { Condition: "Never" }] },
};
const sections = {
	Parameters: {
		On: { Type: "String", Default: "false", AllowedValues: ["true", "false"] },
		Env: { Type: "String", Default: "dev" },
		Hidden: { Type: "String", Default: "hunter2", NoEcho: true },
	},
	Conditions: { ...conditions, IsHidden: equals("Hidden", "on") },
};

function repository(condition: string, mutability: unknown, more: Readonly<Record<string, unknown>> = {}) {
	const template = aTemplateOf({ ImageTagMutability: mutability }, { ...sections, ...more });
	return { ...template, Resources: { Repo: { ...template.Resources["Repo"], Condition: condition } } };
}

/** The verdict on the mutability of the repository's tags. */
function verdictOn(template: unknown): string {
	const verdicts = checkSubject(
		subjectIn(template, "Repo"),
		"app.yaml",
		{ policy: defaultPolicy, pathInPolicy: String },
		true,
	);
	const { status, message } = verdicts.find(({ control }) => control === "repository/tag-immutability") ?? {};
	return `${status} ${message}`;
}

const reason = (condition: string): string =>
	`; the resource exists only if the condition ${condition} holds, which by default it does not`;

test.each([
	["by a parameter with allowed values", "IsOn"],
	["by a parameter with any value", "IsProd"],
	["by two of them", "IsBoth"],
	["by a hidden parameter", "IsHidden"],
])(
	"a resource that its condition leaves out by default is judged as if it existed, with that reason: %s",
	(_, condition) => {
		expect(verdictOn(repository(condition, "MUTABLE"))).toMatch(new RegExp(`^fail .*${reason(condition)}$`));
		expect(verdictOn(repository(condition, "IMMUTABLE"))).toMatch(new RegExp(`^pass .*${reason(condition)}$`));
		expect(readTemplate(repository(condition, "MUTABLE")).notes).toEqual([]);
	},
);

test("what depends on its condition is as it is when the condition holds", () => {
	const pick = (condition: string, then: string, otherwise: string) => ({ "Fn::If": [condition, then, otherwise] });
	expect(verdictOn(repository("IsOn", pick("IsOn", "MUTABLE", "IMMUTABLE")))).toMatch(/^fail/);
	expect(verdictOn(repository("IsOn", pick("IsOff", "MUTABLE", "IMMUTABLE")))).toMatch(/^pass/);
	expect(verdictOn(repository("IsProd", pick("IsProd", "MUTABLE", "IMMUTABLE")))).toMatch(/^fail/);
	// Other parameters keep their defaults.
	expect(verdictOn(repository("IsOn", pick("IsProd", "MUTABLE", "IMMUTABLE")))).toMatch(/^pass/);
});

test("a resource that exists by default, or perhaps, is judged without that reason", () => {
	expect(verdictOn(repository("IsOff", "MUTABLE"))).not.toContain("exists only if");
	const Parameters = { ...sections.Parameters, On: { Type: "String" } };
	expect(verdictOn(repository("IsOn", "MUTABLE", { Parameters }))).not.toContain("exists only if");
});

test("a task definition that its condition leaves out by default is judged, and fix sees its containers", () => {
	const template = aTemplateWith({ Image: "nginx", Command: ["x"] }, sections, {});
	const Web = { ...template.Resources.Web, Condition: "IsOn" };
	const subject = subjectIn({ ...template, Resources: { Web } }, "Web");
	expect(subject.existsOnlyIf).toBe(reason("IsOn").slice(2));
	expect(subject.startWords?.()).toEqual([["x"]]);
});

test.each(["Never", "IsOther"])(
	"a resource whose condition cannot hold is noted, never left out in silence: %s",
	(condition) => {
		const { subjects, notes } = readTemplate(repository(condition, "MUTABLE"));
		expect(subjects).toEqual([]);
		expect(notes.map(({ text }) => text)).toEqual([
			`Repo (AWS::ECR::Repository): its condition ${condition} never holds`,
		]);
	},
);

test("a resource that is not judged needs no note, and a circle of conditions is unknown", () => {
	const Topic = { Type: "AWS::SNS::Topic", Condition: "Never" };
	expect(readTemplate({ ...sections, Resources: { Topic } }).notes).toEqual([]);
	expect(readTemplate(repository("Circle", "MUTABLE")).subjects).toHaveLength(1);
});
