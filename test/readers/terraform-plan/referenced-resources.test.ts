import { describe, expect, test } from "@jest/globals";
import type { PlannedResource } from "../../../readers/terraform-plan/plan.ts";
import { findReferencedResources } from "../../../readers/terraform-plan/referenced-resources.ts";

const open = { unresolved: "it is only known after apply" };

/** A repository of the plan by its name in the configuration. */
const repository = (name: string, more: Partial<PlannedResource> = {}): PlannedResource => ({
	address: `aws_ecr_repository.${name}`,
	module: "",
	type: "aws_ecr_repository",
	name,
	index: undefined,
	existence: null,
	values: { name: "app" },
	provider: null,
	references: () => [],
	at: [],
	...more,
});
const policy = (
	value: unknown,
	references: readonly string[] = [],
	more: Partial<PlannedResource> = {},
): PlannedResource => ({
	...repository("p", { type: "aws_ecr_lifecycle_policy", values: { repository: value }, ...more }),
	references: ([attribute]) => (attribute === "repository" ? references : []),
});
const namesOf = (from: PlannedResource, ...candidates: readonly PlannedResource[]) => {
	const found = findReferencedResources(from, "repository", candidates, ({ values }, name) => values["name"] === name);
	return found === "unknown"
		? found
		: found.map(({ name, index }) => (index === undefined ? name : `${name}[${index}]`));
};
const [web, api] = [repository("web"), repository("api", { values: { name: "api" } })];

describe("the resources that an attribute with a value refers to", () => {
	test.each<[string, PlannedResource, readonly PlannedResource[], readonly string[] | "unknown"]>([
		["what it names", policy("app"), [web, api], ["web"]],
		["nothing of the plan", policy("other"), [web, api], []],
		["nothing at all", policy(""), [web, api], []],
		["not a string", policy(5), [web, api], []],
		["what it names, whatever it refers to", policy("api", ["aws_ecr_repository.web"]), [web, api], ["api"]],
		["of two the one that it refers to", policy("app", ["aws_ecr_repository.b"]), [web, repository("b")], ["b"]],
		[
			"of two in other modules none that it refers to",
			policy("app", ["aws_ecr_repository.b"]),
			[web, repository("b", { module: "module.m" })],
			["web", "b"],
		],
		[
			"of another type with the name",
			policy("app", ["aws_ecr_repository.b"]),
			[web, repository("b", { type: "aws_ecr_public" })],
			["web", "b"],
		],
	])("are found: %s", (_, from, candidates, names) => {
		expect(namesOf(from, ...candidates)).toEqual(names);
	});

	const at = (region: string | null, provider: string | null) => ({
		values: { name: "app", repository: "app", region },
		provider,
	});
	test.each<[region: string | null, provider: string | null, isBeside: boolean]>([
		[null, null, true],
		["eu-west-1", null, true],
		["us-east-1", null, false],
		["us-east-1", "aws", false],
		["eu-west-1", "aws", true],
		["eu-west-1", "aws.other", false],
		[null, "aws", true],
		[null, "aws.other", false],
		[null, "module.m:aws.other", true],
		["us-east-1", "module.m:aws", false],
	])("may be in another provider's region: %j of %j next to eu-west-1 of aws is %j", (region, provider, isBeside) => {
		const from = policy("app", [], at("eu-west-1", "aws"));
		expect(namesOf(from, repository("web", at(region, provider)))).toEqual(isBeside ? ["web"] : []);
		const other = policy("app", [], at(region, provider));
		expect(namesOf(other, repository("web", at("eu-west-1", "aws")))).toEqual(isBeside ? ["web"] : []);
	});
});

describe("the resources that an attribute without a value refers to", () => {
	const each = (index: unknown) => repository("all", { index });
	test.each<[string, PlannedResource, readonly PlannedResource[], readonly string[] | "unknown"]>([
		["what it refers to", policy(open, ["aws_ecr_repository.web"]), [web, api], ["web"]],
		["who knows what", policy(open), [web, api], "unknown"],
		["what the plan does not have", policy(open, ["aws_ecr_repository.other"]), [web, api], "unknown"],
		["one of two", policy(open, ["aws_ecr_repository.web", "aws_ecr_repository.api"]), [web, api], ["web", "api"]],
		["what has its key", policy(open, ["aws_ecr_repository.all"], { index: "b" }), [each("a"), each("b")], ["all[b]"]],
		[
			"what has another key",
			policy(open, ["aws_ecr_repository.all"], { index: "c" }),
			[each("a"), each("b")],
			"unknown",
		],
		[
			"the only one, whatever its key",
			policy(open, ["aws_ecr_repository.all"], { index: "c" }),
			[each("a")],
			["all[a]"],
		],
		["the same in its module only", policy(open, ["aws_ecr_repository.web"], { module: "module.m" }), [web], "unknown"],
	])("are found: %s", (_, from, candidates, names) => {
		expect(namesOf(from, ...candidates)).toEqual(names);
	});
});
