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
