import { describe, expect, test } from "@jest/globals";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { aPlan, aPlanWithModule } from "../../support/plan.ts";
import { aFile } from "../../support/read-files.ts";
import { aSource, verdictsOf } from "../../support/terraform.ts";

const resources = [
	{
		address: "aws_ecs_task_definition.web",
		values: { family: "web", container_definitions: '[{"name": "app", "image": "x"}]' },
	},
	{ address: "aws_ecr_repository.web", values: { name: "web" } },
];
const source = `resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecs_task_definition" "web" {
  container_definitions = jsonencode([
    { name = "sidecar" },
    { name = "app", image = var.image }
  ])
}
`;
const ids = ["task-definition/read-only-root", "repository/tag-immutability"];

function found(plan: object, files: Readonly<Record<string, string>>, path = "plan.json"): readonly string[] {
	const { beside, readRelative } = aSource("", files, path);
	const file = { ...aFile(plan, path), readRelative, ...(beside && { beside }) };
	return verdictsOf(readTerraformPlan(file), ids, path).map((one) => one.split(" ", 2).join(" "));
}
const inPlan = [expect.stringMatching(/^fail plan\.json:\d+$/), expect.stringMatching(/^fail plan\.json:\d+$/)];

describe("the findings of a plan", () => {
	test.each<[string, Readonly<Record<string, string>>, readonly unknown[]]>([
		["are in the files beside it", { "main.tf": source }, ["fail main.tf:8", "fail main.tf:1"]],
		[
			"are in the only folder below it that has its resources",
			{ "infra/main.tf": source, "x/a.tf": "locals {\n}" },
			["fail infra/main.tf:8", "fail infra/main.tf:1"],
		],
		["are in the plan if two folders have its resources", { "prod/main.tf": source, "test/main.tf": source }, inPlan],
		["are in the plan if a resource is missing", { "main.tf": source.slice(0, 60) }, inPlan],
		["are in the plan without its files", {}, inPlan],
	])("%s", (_, files, expected) => {
		expect(found(aPlan(resources), files)).toEqual(expected);
	});

	const broken = source.replace("aws_ecs_task_definition", 'aws_ecs_task_definition" "web" {\n  x = [1 2]\n}\n"');
	test.each<[string, Readonly<Record<string, string>>, readonly unknown[], readonly string[]]>([
		["are in the plan, with what is wrong in the file that has them", { "main.tf": broken }, inPlan, ["main.tf:6:10"]],
		[
			"are in the files that can be read, without those of one that cannot be",
			{ "ecr.tf": source.slice(0, source.indexOf("\n\n") + 1), "tasks.tf": broken.slice(source.indexOf("\n\n") + 2) },
			[inPlan[0], "fail ecr.tf:1"],
			["tasks.tf:2:10"],
		],
		[
			"are in the plan if the only folder that may have them is broken",
			{ "infra/main.tf": broken, "x/a.tf": source.slice(0, 60) },
			inPlan,
			["infra/main.tf:6:10"],
		],
		[
			"are at their lines, whatever is wrong in a file of something else",
			{ "main.tf": source, "z.tf": 'module "x" {' },
			["fail main.tf:8", "fail main.tf:1"],
			[],
		],
		["of files that do not name them are in the plan without a word", { "z.tf": 'module "x" {' }, inPlan, []],
	])("%s", (_, files, expected, remarks) => {
		const { beside, readRelative } = aSource("", files, "plan.json");
		const reading = readTerraformPlan({
			...aFile(aPlan(resources), "plan.json"),
			readRelative,
			...(beside && { beside }),
		});
		expect(found(aPlan(resources), files)).toEqual(expected);
		const what = "a comma or the closing ] is missing here; write it";
		const lost = "until then, findings of plan.json have no lines in this file, and ignores in it do not hold";
		expect(reading.remarks?.()).toEqual(remarks.map((at) => `${at}: ${what}; ${lost}`));
	});

	test("are named from the working directory, as the plan is", () => {
		expect(found(aPlan(resources), { "main.tf": source }, "out/plan.json")).toEqual([
			"fail out/main.tf:8",
			"fail out/main.tf:1",
		]);
	});

	test.each([
		[
			"./modules/shop",
			{ "main.tf": 'module "shop" {\n}', "modules/shop/a.tf": source },
			["fail modules/shop/a.tf:8", "fail modules/shop/a.tf:1"],
		],
		["terraform-aws-modules/ecs/aws", { "main.tf": 'module "shop" {\n}', "modules/shop/a.tf": source }, inPlan],
	])("of a module are in its folder if its source is local: %s", (path, files, expected) => {
		const plan = aPlanWithModule(resources) as { configuration: { root_module: { module_calls: { shop: object } } } };
		const { shop } = plan.configuration.root_module.module_calls;
		const withSource = {
			...plan,
			configuration: { root_module: { module_calls: { shop: { ...shop, source: path } } } },
		};
		expect(found(withSource, files)).toEqual(expected);
	});
});
