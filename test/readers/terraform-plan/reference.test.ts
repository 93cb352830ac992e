import { describe, expect, test } from "@jest/globals";
import type { Planned } from "../../../readers/terraform-plan/plan.ts";
import { referred } from "../../../readers/terraform-plan/reference.ts";

const open = { unresolved: "it is only known after apply" };

/** A repository of the plan by its name in the configuration. */
const repository = (name: string, more: Partial<Planned> = {}): Planned => ({
	address: `aws_ecr_repository.${name}`,
	module: "",
	type: "aws_ecr_repository",
	name,
	index: undefined,
	values: { name: "app" },
	provider: null,
	references: () => [],
	at: [],
	...more,
});
const policy = (value: unknown, references: readonly string[] = [], more: Partial<Planned> = {}): Planned => ({
	...repository("p", { type: "aws_ecr_lifecycle_policy", values: { repository: value }, ...more }),
	references: ([attribute]) => (attribute === "repository" ? references : []),
});
const namesOf = (from: Planned, ...candidates: readonly Planned[]) => {
	const found = referred(from, "repository", candidates, ({ values }, name) => values["name"] === name);
	return found === "open" ? found : found.map(({ name, index }) => (index === undefined ? name : `${name}[${index}]`));
};
const [web, api] = [repository("web"), repository("api", { values: { name: "api" } })];

describe("what an attribute with a value is about", () => {
	test.each<[string, Planned, readonly Planned[], readonly string[] | "open"]>([
		["what it names", policy("app"), [web, api], ["web"]],
		["nothing of the plan", policy("other"), [web, api], []],
		["nothing at all", policy(""), [web, api], []],
		["no text", policy(5), [web, api], []],
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
	])("%s", (_, from, candidates, names) => {
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
	])("may be beside eu-west-1 of aws: %j of %j is %j", (region, provider, isBeside) => {
		const from = policy("app", [], at("eu-west-1", "aws"));
		expect(namesOf(from, repository("web", at(region, provider)))).toEqual(isBeside ? ["web"] : []);
		const other = policy("app", [], at(region, provider));
		expect(namesOf(other, repository("web", at("eu-west-1", "aws")))).toEqual(isBeside ? ["web"] : []);
	});
});

describe("what an attribute without a value is about", () => {
	const each = (index: unknown) => repository("all", { index });
	test.each<[string, Planned, readonly Planned[], readonly string[] | "open"]>([
		["what it refers to", policy(open, ["aws_ecr_repository.web"]), [web, api], ["web"]],
		["who knows what", policy(open), [web, api], "open"],
		["what the plan does not have", policy(open, ["aws_ecr_repository.other"]), [web, api], "open"],
		["one of two", policy(open, ["aws_ecr_repository.web", "aws_ecr_repository.api"]), [web, api], ["web", "api"]],
		["what has its key", policy(open, ["aws_ecr_repository.all"], { index: "b" }), [each("a"), each("b")], ["all[b]"]],
		["what has another key", policy(open, ["aws_ecr_repository.all"], { index: "c" }), [each("a"), each("b")], "open"],
		[
			"the only one, whatever its key",
			policy(open, ["aws_ecr_repository.all"], { index: "c" }),
			[each("a")],
			["all[a]"],
		],
		["the same in its module only", policy(open, ["aws_ecr_repository.web"], { module: "module.m" }), [web], "open"],
	])("%s", (_, from, candidates, names) => {
		expect(namesOf(from, ...candidates)).toEqual(names);
	});
});
