import { expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { aPlan, aPlanWithModule } from "../support/plan.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("plan-ignores");
const root = "task-definition/read-only-root";
const containers = ["one", "two"].map((name) => ({ name, image: "a:1" }));
const task = {
	address: "aws_ecs_task_definition.web",
	values: { family: "web", container_definitions: JSON.stringify(containers) },
};

/** A task definition in HCL, with these comments: above it, and at its first container. */
const source = (above: string, atOne = ""): readonly string[] => [
	above,
	'resource "aws_ecs_task_definition" "web" {',
	"  family = var.family",
	"  container_definitions = jsonencode([",
	`    { name = "one", image = var.image }, ${atOne}`,
	'    { name = "two", image = "a:1" },',
	"  ])",
	"}",
];

async function statusesIn(...paths: readonly string[]) {
	write("shipshape.yaml", ...onlyControls(root));
	const { status, printed, errors } = await runCli(["check", ...paths, "--format", "json"]);
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	return { found: verdicts.map((one) => `${one.container} ${one.status}`), verdicts, status, errors };
}

test("a plan obeys the comments of the files that it was made from, for a container and for all of them", async () => {
	write("plan.json", JSON.stringify(aPlan([task])));
	write("infra/main.tf", ...source("", `# shipshape:ignore ${root} it is old`));
	const { found, verdicts, errors } = await statusesIn("plan.json");
	expect([found, errors]).toEqual([["one waived", "two fail"], []]);
	const location = { file: "infra/main.tf", line: 5, column: 42 };
	expect(verdicts[0]).toMatchObject({ ignore: { reason: "it is old", location } });
	write("infra/main.tf", ...source("", `/* shipshape:ignore ${root} it is old */`));
	expect((await statusesIn("plan.json")).found).toEqual(["one waived", "two fail"]);
	write("infra/main.tf", ...source(`// shipshape:ignore ${root} it is old`));
	expect(await statusesIn("plan.json")).toMatchObject({ found: ["one waived", "two waived"], status: 0, errors: [] });
});

test("so does the plan of a module in a local folder", async () => {
	const plan = aPlanWithModule([task]) as { configuration: { root_module: { module_calls: { shop: object } } } };
	Object.assign(plan.configuration.root_module.module_calls.shop, { source: "./modules/shop" });
	write("plan.json", JSON.stringify(plan));
	write("main.tf", 'module "shop" {', '  source = "./modules/shop"', "}");
	write("modules/shop/main.tf", ...source("", `# shipshape:ignore ${root} r`));
	expect((await statusesIn("plan.json")).found).toEqual(["one waived", "two fail"]);
});

test("an ignore that is not valid, hides nothing or is misspelled is reported once for the plan and its files", async () => {
	write("plan.json", JSON.stringify(aPlan([task])));
	write("main.tf", ...source(`# shipshape:ignore ${root}`, `# shipshape-ignore ${root} r`));
	const reported = [
		expect.stringContaining(`main.tf:1:1: the ignore of ${root} has no reason`),
		expect.stringContaining("main.tf:5:42: this comment ignores nothing; write shipshape:ignore"),
	];
	expect(await statusesIn("plan.json")).toMatchObject({ status: 2, errors: reported });
	const { errors } = await statusesIn("plan.json", "main.tf");
	expect(errors.slice(0, 2)).toEqual(reported);
	expect(errors.filter((line) => line.includes("ignore"))).toHaveLength(2);
	write("main.tf", ...source("# shipshape:ignore task-definition/not-privileged r"));
	write("shipshape.yaml", ...onlyControls("task-definition/not-privileged"));
	expect((await runCli(["check", "plan.json"])).errors).toEqual([
		expect.stringContaining("main.tf:1:1: the ignore of"),
	]);
});

test("comments of a file without a resource of the plan, and of one that is not its source, say nothing", async () => {
	write("plan.json", JSON.stringify(aPlan([task])));
	write("main.tf", ...source(""));
	write("other.tf", `# shipshape:ignore ${root}`, 'resource "aws_ecr_repository" "x" {', "}");
	write("notes.txt", `# shipshape:ignore ${root}`);
	expect(await statusesIn("plan.json")).toMatchObject({ found: ["one fail", "two fail"], status: 1, errors: [] });
});
