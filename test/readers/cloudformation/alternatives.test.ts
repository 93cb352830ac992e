import { describe, expect, test } from "@jest/globals";
import { mergeAlternatives } from "../../../cli/merge-alternatives.ts";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import tagImmutability from "../../../controls/repository/tag-immutability.ts";
import readOnlyRoot from "../../../controls/task-definition/read-only-root.ts";
import type { Control } from "../../../core/control.ts";
import type { Facts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import { aTemplateOf, aTemplateWith, readTemplate, subjectIn } from "../../support/template.ts";

const equals = (parameter: string, value: string) => ({ "Fn::Equals": [{ Ref: parameter }, value] });
const open = { Type: "String" };
const oneOf = (...AllowedValues: string[]) => ({ Type: "String", AllowedValues });
const pick = (condition: string, a: unknown, b: unknown = { Ref: "AWS::NoValue" }) => ({ "Fn::If": [condition, a, b] });

/** The verdict that all ways share, and how many ways there are. */
function shared(control: Control, template: unknown, id: string): [number, string] {
	const { facts, alternatives } = subjectIn(template, id);
	const ways = (alternatives ?? [facts]).map((one: Facts) => judge([control], one, defaultPolicy));
	return [
		alternatives?.length ?? 1,
		mergeAlternatives(ways)
			.map(({ container, status }) => `${container ?? ""} ${status}`)
			.join(),
	];
}

describe("a template whose conditions are undecided", () => {
	const sections = {
		Parameters: { A: open, B: open, Env: oneOf("prod", "dev"), Many: oneOf(...[..."abcdefghi"]) },
		Conditions: {
			IsA: equals("A", "x"),
			NotA: { "Fn::Not": [{ Condition: "IsA" }] },
			IsB: equals("B", "x"),
			IsProd: equals("Env", "prod"),
			IsDev: equals("Env", "dev"),
		},
	};

	test.each<[string, unknown, [number, string]]>([
		["decided", "IMMUTABLE", [1, " pass"]],
		["the same on both", pick("IsA", "MUTABLE"), [2, " fail"]],
		["different", pick("IsA", "MUTABLE", "IMMUTABLE"), [2, " unknown"]],
		[
			"conditions that exclude each other",
			pick("IsA", "IMMUTABLE", pick("NotA", "IMMUTABLE", "MUTABLE")),
			[2, " pass"],
		],
		["conditions by themselves", pick("IsA", "MUTABLE", pick("IsB", "MUTABLE", "IMMUTABLE")), [4, " unknown"]],
		["an allowed value", pick("IsProd", "IMMUTABLE", pick("IsDev", "IMMUTABLE", "MUTABLE")), [2, " pass"]],
		["a parameter with allowed values", { Ref: "Env" }, [2, " unknown"]],
		["a parameter with too many", { Ref: "Many" }, [1, " unknown"]],
		["a parameter with any value", { Ref: "A" }, [1, " unknown"]],
	])("evaluates every alternative: %s", (_, mutability, expected) => {
		expect(shared(tagImmutability, aTemplateOf({ ImageTagMutability: mutability }, sections), "Repo")).toEqual(
			expected,
		);
	});

	test("judges a container in the alternatives that contain it", () => {
		const container = (Name: string, ReadonlyRootFilesystem: unknown) => ({ Name, ReadonlyRootFilesystem });
		const template = aTemplateWith({}, sections, {
			ContainerDefinitions: [pick("IsA", container("side", false)), container("app", pick("IsA", true, "true"))],
		});
		expect(shared(readOnlyRoot, template, "Web")).toEqual([2, "side fail,app pass"]);
	});

	const letters = [..."abcdefghi"];
	const manyOpen = {
		Parameters: Object.fromEntries(letters.map((letter) => [letter, open])),
		Conditions: Object.fromEntries(letters.map((letter) => [`Is${letter}`, equals(letter, "x")])),
	};
	const mutable = (count: number) =>
		letters.slice(0, count).reduce<unknown>((inner, letter) => pick(`Is${letter}`, "MUTABLE", inner), "IMMUTABLE");

	test("evaluates at most 256 alternatives", () => {
		const ways = (count: number) =>
			subjectIn(aTemplateOf({ ImageTagMutability: mutable(count) }, manyOpen), "Repo").alternatives;
		expect(ways(8)).toHaveLength(256);
		expect(ways(9)).toHaveLength(256);
	});

	test("still decides the other conditions when more than 256 alternatives would be needed", () => {
		const judged = (properties: Record<string, unknown>) =>
			shared(tagImmutability, aTemplateOf(properties, manyOpen), "Repo");
		const Tags = [
			{ Key: "a", Value: letters.map((letter) => `Is${letter}`).reduce<unknown>((v, c) => pick(c, v, c), "") },
		];
		expect(judged({ ImageTagMutability: mutable(9) })).toEqual([256, " unknown"]);
		expect(judged({ ImageTagMutability: pick("Isa", "MUTABLE", "MUTABLE_WITH_EXCLUSION"), Tags })).toEqual([
			256,
			" fail",
		]);
	});

	test("evaluates few alternatives for a large resource, so that effort is left for the others", () => {
		const labels = Array.from({ length: 2000 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
		const ways = (count: number) => {
			const properties = { ImageTagMutability: mutable(count), Tags: labels };
			return subjectIn(aTemplateOf(properties, manyOpen), "Repo").alternatives;
		};
		expect(ways(4)).toHaveLength(16);
		expect(ways(5)).toHaveLength(16);
	});

	test("evaluates all alternatives only for the first of many resources", () => {
		const one = { Type: "AWS::ECR::Repository", Properties: { ImageTagMutability: mutable(8) } };
		const Resources = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`R${index}`, one]));
		const found = readTemplate({ ...manyOpen, Resources }).subjects.map(({ alternatives = [] }) => alternatives.length);
		expect(found).toEqual([...Array(32).fill(256), ...Array(8).fill(16)]);
	});

	test("assumes that the condition of a resource holds", () => {
		const template = aTemplateOf({ ImageTagMutability: pick("IsA", "IMMUTABLE", "MUTABLE") }, sections);
		const Repo = { ...template.Resources["Repo"], Condition: "IsA" };
		const { facts, alternatives } = subjectIn({ ...template, Resources: { Repo } }, "Repo");
		expect(facts).toMatchObject({ tagMutability: "IMMUTABLE" });
		expect(alternatives).toBeUndefined();
	});
});
