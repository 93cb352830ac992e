import { describe, expect, test } from "@jest/globals";
import { readTerraform } from "../../../readers/terraform/read.ts";
import { aSource, readSource, verdictsOf } from "../../support/terraform.ts";

const definition = (containers: string, more = ""): string => `resource "aws_ecs_task_definition" "web" {
  family = "web"
  ${more}
  container_definitions = ${containers}
}
`;
const root = "task-definition/read-only-root";
const rootOf = (...of: Parameters<typeof readSource>) => verdictsOf(readSource(...of), [root]);

describe("containers", () => {
	test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
		[
			"in jsonencode",
			[
				"jsonencode([",
				'    { name = "a", image = "x", readonlyRootFilesystem = true },',
				'    {\n      name  = "b"\n      image = "x"\n      readonlyRootFilesystem = "false"\n    },\n  ])',
			].join("\n"),
			{},
			[`pass main.tf:5 ${root} a`, `fail main.tf:9 ${root} b`],
		],
		[
			"in a heredoc",
			[
				'<<EOF\n[\n  {"name": "a", "image": "${var.image}", "cpu": ${var.cpu},',
				'   "readonlyRootFilesystem": ${var.read_only}},\n  {"name": "b", "image": "x",',
				'   "readonlyRootFilesystem": false}\n]\nEOF\n',
			].join("\n"),
			{},
			[`unknown main.tf:7 ${root} a`, `fail main.tf:9 ${root} b`],
		],
		["in a string", '"[{\\"name\\": \\"a\\", \\"image\\": \\"x\\"}]"', {}, [`fail main.tf:4 ${root} a`]],
		[
			"in a JSON file beside it",
			'file("${path.module}/web.json")',
			{ "web.json": '[\n  {"name": "a", "image": "x",\n   "readonlyRootFilesystem": false}\n]' },
			[`fail web.json:3 ${root} a`],
		],
		["in a file that does not exist", 'file("web.json")', {}, [`unknown main.tf:1 ${root}`]],
		[
			"in a file of another type, which is not read",
			'file("web.txt")',
			{ "web.txt": "[]" },
			[`unknown main.tf:1 ${root}`],
		],
		[
			"in a file by its full path, which is not read",
			'file("/web.json")',
			{ "/web.json": "[]" },
			[`unknown main.tf:1 ${root}`],
		],
		["in a template", 'templatefile("web.json", {})', { "web.json": "[]" }, [`unknown main.tf:1 ${root}`]],
		["in a local", "local.containers", {}, [`unknown main.tf:1 ${root}`]],
		["that are not JSON", '"[{"', {}, [`unknown main.tf:1 ${root}`]],
		[
			"of which one is a local",
			'jsonencode([local.a, { name = "b", image = "x" }])',
			{},
			[`unknown main.tf:4 ${root} #1`, `fail main.tf:4 ${root} b`],
		],
	])("%s", (_, containers, others, expected) => {
		expect(rootOf(definition(containers), others)).toEqual(expected);
	});

	test("have their types converted as the provider does, and their names in any case", () => {
		const text = definition('jsonencode([{ Name = "a", Image = "x", Privileged = "true", unresolved = "x" }])');
		expect(verdictsOf(readSource(text), ["task-definition/not-privileged"])).toEqual([
			"fail main.tf:4 task-definition/not-privileged a",
		]);
	});
});

describe("a variable is unknown, also with a default", () => {
	test.each([
		['variable "read_only" {\n  default = true\n}\n', "var.read_only"],
		["locals {\n  read_only = true\n}\n", "local.read_only"],
		["", 'tobool("true")'],
		["", "var.a ? true : false"],
	])("%s%s", (declaration, value) => {
		const containers = `jsonencode([{ name = "a", image = "x", readonlyRootFilesystem = ${value} }])`;
		const [first, ...others] = rootOf(definition(containers) + declaration);
		expect([first, others]).toEqual([`unknown main.tf:4 ${root} a`, []]);
	});
});

describe("a resource", () => {
	test.each(["count = 3", "for_each = toset(var.names)", "count = var.create ? 1 : 0"])(
		"is judged once with %s",
		(more) => {
			const { subjects } = readSource(definition('jsonencode([{ name = "a", image = "x" }])', more));
			expect(subjects.map(({ facts }) => facts.arn)).toEqual(["main.tf#aws_ecs_task_definition.web"]);
		},
	);

	test("with a dynamic block has unknown values of it, and the location of that block", () => {
		const text = definition(
			'jsonencode([{ name = "a", image = "x", mountPoints = [{ sourceVolume = "v", containerPath = "/v" }] }])',
			'dynamic "volume" {\n    for_each = var.volumes\n    content {\n      name = volume.key\n    }\n  }',
		);
		expect(verdictsOf(readSource(text), ["task-definition/efs-in-transit-encryption"])).toEqual([
			"unknown main.tf:3 task-definition/efs-in-transit-encryption",
		]);
	});

	test("with a host path has the location of the mount", () => {
		const text = definition(
			'jsonencode([{ name = "a", image = "x", mountPoints = [{ sourceVolume = "b", containerPath = "/b" }] }])',
			'volume {\n    name = "a"\n  }\n  volume {\n    name      = "b"\n    host_path = "/etc"\n  }',
		);
		expect(verdictsOf(readSource(text), ["task-definition/host-paths"])).toEqual([
			"fail main.tf:10 task-definition/host-paths a",
		]);
	});

	test("that is data, or of another provider, is not judged", () => {
		const { subjects, leavesOpen } = readSource('data "aws_ecr_repository" "a" {}\nresource "google_x" "b" {\n}\n');
		expect([subjects, leavesOpen]).toEqual([[], false]);
	});

	test("that an override file changes is not judged, with a note", () => {
		const { subjects, notes } = readSource(definition("[]"), { "override.tf": definition("var.x") });
		expect(subjects).toEqual([]);
		expect(notes).toEqual([
			{
				at: { line: 1, column: 1 },
				text: "aws_ecs_task_definition.web: an override file changes it; check the plan instead",
			},
		]);
	});
});

test("a module of a registry that seems to define containers is a note, a local one is not", () => {
	const { notes, leavesOpen } = readSource(
		'module "a" {\n  source = "terraform-aws-modules/ecs/aws"\n}\nmodule "b" {\n  source = "./ecs"\n}\n',
	);
	expect(notes.map(({ text }) => text)).toEqual([
		"module.a: what terraform-aws-modules/ecs/aws defines is not read; check the plan instead",
	]);
	expect(leavesOpen).toBe(true);
});

test("a file says whether something in it depends on the plan", () => {
	const of = (image: string) => readSource(definition(`jsonencode([{ name = "a", image = "${image}" }])`)).leavesOpen;
	expect([of("nginx"), of(`\${var.image}`)]).toEqual([false, true]);
});

test("a file that HCL does not allow is refused with its location", () => {
	expect(() => readTerraform(aSource("resource {\n", {}, "infra/main.tf"))).toThrow(
		"infra/main.tf:1:1: this block is not closed; write the closing }",
	);
});
