import { describe, expect, test } from "@jest/globals";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { aPlan, aPlanWithModule, type PlannedResource } from "../../support/plan.ts";
import { aFile, asRepository } from "../../support/read-files.ts";

const repository = (name: string, more: Partial<PlannedResource> = {}): PlannedResource => ({
	address: `aws_ecr_repository.${name}`,
	values: { name },
	...more,
});
const lifecycle = (values: object, more: Partial<PlannedResource> = {}): PlannedResource => ({
	address: "aws_ecr_lifecycle_policy.p",
	values: { policy: '{"rules":[]}', ...values },
	...more,
});
const referringTo = (...references: readonly string[]): Partial<PlannedResource> => ({
	unknown: { repository: true },
	expressions: { repository: { references }, policy: {} },
});
const subjectsOf = (...resources: readonly PlannedResource[]) =>
	readTerraformPlan(aFile(aPlan(resources), "plan.json")).subjects;
const policiesOf = (...resources: readonly PlannedResource[]) =>
	Object.fromEntries(
		subjectsOf(...resources).map((one) => [asRepository(one).name, asRepository(one).lifecyclePolicy]),
	);
const known = { value: '{"rules":[]}' };
const open = {
	unread: "a policy of the plan may belong to it: the repository of the policy is only known after apply",
};

describe("a lifecycle policy in a plan", () => {
	test.each([
		["that it names", lifecycle({ repository: "web" }), { web: known, api: { value: null } }],
		[
			"that it refers to",
			lifecycle({}, referringTo("aws_ecr_repository.web.id", "aws_ecr_repository.web")),
			{ web: known, api: { value: null } },
		],
		["refers to an unknown repository", lifecycle({}, referringTo("var.name")), { web: open, api: open }],
		[
			"that it names and the plan does not have",
			lifecycle({ repository: "other" }),
			{ web: { value: null }, api: { value: null }, other: known },
		],
		["that it does not name at all", lifecycle({}), { web: { value: null }, api: { value: null }, p: known }],
	])("belongs to the repository: %s", (_, policy, expected) => {
		expect(policiesOf(repository("web"), repository("api"), policy)).toEqual(expected);
	});

	const each = (name: string, index: string): PlannedResource => ({
		address: `aws_ecr_repository.all["${index}"]`,
		values: { name },
		index,
	});

	test.each([
		["by their keys", "b", { one: { value: null }, two: known }],
		["not when the key is another's", "c", { one: open, two: open }],
	])("belongs to the instance with the same key: %s", (_, index, expected) => {
		const policy = lifecycle(
			{},
			{ address: `aws_ecr_lifecycle_policy.all["${index}"]`, index, ...referringTo("aws_ecr_repository.all") },
		);
		expect(policiesOf(each("one", "a"), each("two", "b"), policy)).toEqual(expected);
	});

	test("may belong to a repository whose name is known after apply", () => {
		const unnamed = repository("web", { values: {}, unknown: { name: true }, expressions: { name: {} } });
		expect(policiesOf(unnamed, lifecycle({ repository: "other" }))).toMatchObject({ "(name known after apply)": open });
	});

	test("does not belong to a repository when another one has its name", () => {
		const unnamed = repository("web", { values: {}, unknown: { name: true }, expressions: { name: {} } });
		expect(policiesOf(unnamed, repository("api"), lifecycle({ repository: "api" }))).toEqual({
			"(name known after apply)": { value: null },
			api: known,
		});
	});

	test("without a key belongs to the only instance", () => {
		const policy = lifecycle({}, referringTo("aws_ecr_repository.all"));
		expect(policiesOf(each("one", "a"), policy)).toEqual({ one: known });
	});

	test("does not belong to a repository of the same name in another module", () => {
		const policy = lifecycle({}, referringTo("aws_ecr_repository.web"));
		const plan = aPlanWithModule([repository("web"), policy]);
		const { planned_values: root } = aPlan([repository("web")]) as { planned_values: { root_module: object } };
		const { planned_values: nested } = plan as { planned_values: { root_module: object } };
		const both = { ...plan, planned_values: { root_module: { ...root.root_module, ...nested.root_module } } };
		const [outside, inside] = readTerraformPlan(aFile(both, "plan.json")).subjects;
		expect(inside && asRepository(inside).lifecyclePolicy).toEqual(known);
		expect(outside && asRepository(outside).lifecyclePolicy).toEqual({ value: null });
	});

	describe("is matched by provider and region when several repositories have its name", () => {
		const twin = (name: string, more: Partial<PlannedResource> = {}): PlannedResource => ({
			...repository(name),
			values: { name: "app" },
			...more,
		});
		const byValue = (...references: readonly string[]) => ({ expressions: { repository: { references }, policy: {} } });
		const there = { eu: known, us: { value: null } };

		test.each<[string, Partial<PlannedResource>, readonly [PlannedResource, PlannedResource], object]>([
			[
				"is the one that it refers to",
				byValue("aws_ecr_repository.eu.name", "aws_ecr_repository.eu"),
				[twin("eu"), twin("us")],
				there,
			],
			[
				"is both that it refers to",
				byValue("aws_ecr_repository.eu", "aws_ecr_repository.us"),
				[twin("eu"), twin("us")],
				{ eu: known, us: known },
			],
			[
				"is the one of its provider",
				{ provider: "aws.eu", ...byValue("var.name") },
				[twin("eu", { provider: "aws.eu" }), twin("us", { provider: "aws" })],
				there,
			],
			[
				"is the one of its region",
				{ provider: "aws", values: { repository: "app", policy: '{"rules":[]}', region: "eu-west-1" } },
				[
					twin("eu", { provider: "aws", values: { name: "app", region: "eu-west-1" } }),
					twin("us", { provider: "aws", values: { name: "app", region: "us-east-1" } }),
				],
				there,
			],
			[
				"may be both when nothing distinguishes them",
				{},
				[twin("eu"), twin("us", { provider: "aws" })],
				{ eu: known, us: known },
			],
			[
				"may be of a module, whose providers have names of their own",
				{ provider: "module.shop:aws" },
				[twin("eu", { provider: "aws" }), twin("us")],
				{ eu: known, us: known },
			],
			[
				"is not another provider's, whatever else it refers to",
				{ provider: "aws.ap", ...byValue("aws_ecr_repository.other") },
				[twin("eu", { provider: "aws.eu" }), twin("us", { provider: "aws" })],
				{ eu: { value: null }, us: { value: null }, p: known },
			],
		])("for %s", (_, more, repositories, expected) => {
			const read = subjectsOf(...repositories, lifecycle({ repository: "app" }, more));
			const found = read.map((one) => [one.facts.arn.split(".").at(-1), asRepository(one).lifecyclePolicy]);
			expect(Object.fromEntries(found)).toEqual(expected);
		});
	});

	test("is unread when its text is known after apply", () => {
		const policy = { ...lifecycle({ repository: "web" }), unknown: { policy: true }, expressions: { policy: {} } };
		expect(policiesOf(repository("web"), policy)).toEqual({ web: { unread: "it is only known after apply" } });
	});
});

describe("a repository policy in a plan", () => {
	const access = (policy: string, name = "web"): PlannedResource => ({
		address: "aws_ecr_repository_policy.p",
		values: { repository: name, policy },
	});
	const accessOf = (policy: string) => {
		const [subject] = subjectsOf(repository("web"), access(policy));
		return subject && asRepository(subject).accessPolicy;
	};

	test("is read as a document", () => {
		expect(accessOf('{"Statement":[{"Principal":"*"}]}')).toEqual({ value: { Statement: [{ Principal: "*" }] } });
	});

	test.each([
		["{", /^the policy is not JSON \(text:1:2: /],
		[`${"[".repeat(300)}`, /nested too deeply/],
	])("is unread when its text is not a document: case %#", (policy, reason) => {
		expect(accessOf(policy)).toEqual({ unread: expect.stringMatching(reason) });
	});

	test("drops a key named unresolved", () => {
		expect(accessOf('{"Statement":{"unresolved":"x","Effect":"Allow"}}')).toEqual({
			value: { Statement: { Effect: "Allow" } },
		});
	});

	test("is judged alone when its repository is not in the plan", () => {
		const [subject] = subjectsOf(access('{"Statement":[]}', "other"));
		expect(subject?.onlyField).toBe("repositoryPolicyText");
		expect(subject?.facts).toMatchObject({
			name: "other",
			arn: "plan.json#aws_ecr_repository_policy.p",
			account: { unresolved: "the plan does not name the account" },
			accessPolicy: { value: { Statement: [] } },
		});
		const [alone] = subjectsOf(lifecycle({ repository: "other" }));
		expect(alone?.onlyField).toBe("lifecyclePolicyText");
	});

	test("has the position of its text", () => {
		const [web, alone] = subjectsOf(repository("web"), access("{}"), lifecycle({ repository: "other" }));
		expect(web?.positionOf("repositoryPolicyText")).toEqual({ line: 23, column: 7 });
		expect(web?.positionOf("lifecyclePolicyText")).toEqual({ line: 7, column: 5 });
		expect(alone?.positionOf("lifecyclePolicyText")).toEqual({ line: 32, column: 7 });
	});
});
