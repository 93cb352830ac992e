import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("ignores");
const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";
const ignore = (control = root, reason = "writes to /var") => `# shipshape:ignore ${control} ${reason}`;

/** The containers with each verdict on the read-only root, `app waived`. */
async function statusesIn(path: string, control = root): Promise<readonly string[]> {
	write("shipshape.yaml", ...onlyControls(control));
	const { printed } = await runCli(["check", path, "--format", "json"]);
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	return verdicts.map(({ container, status }) => `${container} ${status}`);
}

/** A template with a comment at one of its lines: after the text of a line, or on a line of its own before it. */
function templateWith(comment: string, at: string, place: "above" | "on"): readonly string[] {
	const lines = [
		...["Resources:", "  Task:", "    Type: AWS::ECS::TaskDefinition", "    Properties:", "      Family: web"],
		...["      ContainerDefinitions:", "        - Name: one", "          Image: a:1", "          Essential: true"],
		...["        - Name: two", "          Image: b:1", "      Volumes: []", "  Other:", "    Type: AWS::SNS::Topic"],
	];
	return lines.flatMap((line) => {
		if (line.trim() !== at) return [line];
		return place === "on" ? [`${line} ${comment}`] : [`      ${comment}`, "", "# another comment", line];
	});
}

describe("a comment in a template covers", () => {
	test.each([
		["the container that its line is in", "Image: a:1", ["one waived", "two fail"]],
		["a container from its first line", "- Name: two", ["one fail", "two waived"]],
		["all containers on a line of the task definition alone", "Family: web", ["one waived", "two waived"]],
		["all containers after the last one as well", "Volumes: []", ["one waived", "two waived"]],
		["all containers from the line of the resource's name", "Task:", ["one waived", "two waived"]],
		["nothing of another resource", "Other:", ["one fail", "two fail"]],
		["nothing on a line above all resources", "Resources:", ["one fail", "two fail"]],
	])("%s: %s", async (_, at, expected) => {
		for (const place of ["on", "above"] as const) {
			write("t.yaml", ...templateWith(ignore(), at, place));
			expect(await statusesIn("t.yaml")).toEqual(expected);
		}
	});

	test("no other control", async () => {
		write("t.yaml", ...templateWith(ignore(user), "Image: a:1", "on"));
		expect(await statusesIn("t.yaml")).toEqual(["one fail", "two fail"]);
	});
});

test.each([
	["a Compose file", "compose.yaml", ["services:", `  ${ignore()}`, "  web:", "    image: a:1", "  db: {image: b:1}"]],
	[
		"a Compose file, at a line",
		"compose.yaml",
		["services:", "  web:", `    image: a:1 ${ignore()}`, "  db: {image: b:1}"],
	],
	["a script", "run.sh", [ignore(), "docker run --name web \\", "  a:1", "echo", "docker run --name db b:1"]],
	["a script, at a line", "run.sh", ["docker run --name web \\", `  a:1 ${ignore()}`, "docker run --name db b:1"]],
	[
		"a task definition in YAML",
		"task.yaml",
		[
			"family: x",
			"containerDefinitions:",
			"  - name: web",
			`    image: a:1 ${ignore()}`,
			"  - name: db",
			"    image: b:1",
		],
	],
	[
		"a Terraform file",
		"main.tf",
		[
			...['resource "aws_ecs_task_definition" "x" {', '  family = "x"', "  container_definitions = jsonencode(["],
			...["    {", '      name = "web"', `      image = "a:1" ${ignore().replace("#", "//")}`, "    },"],
			...['    { name = "db", image = "b:1" }', "  ])", "}"],
		],
	],
])("a comment in %s covers its container alone", async (_, path, lines) => {
	write(path, ...lines);
	expect(await statusesIn(path)).toEqual(["web waived", "db fail"]);
});

test("a comment at a line of a Terraform resource covers all of its containers", async () => {
	const containers = 'jsonencode([{ name = "one", image = "a:1" }, { name = "two", image = "b:1" }])';
	const start = 'resource "aws_ecs_task_definition" "x" {';
	write("main.tf", start, `  ${ignore()}`, '  family = "x"', `  container_definitions = ${containers}`, "}");
	expect(await statusesIn("main.tf")).toEqual(["one waived", "two waived"]);
	write("main.tf", start, `  family = "${ignore()}"`, `  container_definitions = ${containers}`, "}");
	expect(await statusesIn("main.tf")).toEqual(["one fail", "two fail"]);
});

test("a comment where a failure is reported covers it, also in an anchor that is no part of a service", async () => {
	const control = "task-definition/not-privileged";
	const common = [
		"x-common: &common",
		"  # shipshape:ignore task-definition/not-privileged needs the host",
		"  privileged: true",
	];
	write(
		"compose.yaml",
		...common,
		"services:",
		"  web:",
		"    <<: *common",
		"    image: a:1",
		"  db: {image: b:1, privileged: true}",
	);
	expect(await statusesIn("compose.yaml", control)).toEqual(["web waived", "db fail"]);
});

test("a comment in a file that overrides another covers the service there", async () => {
	write("compose.yaml", "services:", "  web: {image: 'a:1'}");
	write("compose.override.yaml", "services:", "  web:", `    ipc: private ${ignore()}`);
	write("shipshape.yaml", ...onlyControls(root));
	const { status, printed, errors } = await runCli(["check", "."]);
	expect([status, errors]).toEqual([0, []]);
	expect(printed).toContain("; ignored in compose.override.yaml:3: writes to /var\n");
});

describe("the metadata of a resource", () => {
	const withMetadata = (...ignores: readonly object[]) =>
		JSON.stringify({
			Resources: {
				Task: {
					Type: "AWS::ECS::TaskDefinition",
					Metadata: { shipshape: { ignore: ignores } },
					Properties: {
						ContainerDefinitions: [
							{ Name: "one", Image: "a:1" },
							{ Name: "two", Image: "b:1" },
						],
					},
				},
			},
		});

	test("covers all of it, or a container that it names, also in JSON", async () => {
		write("t.json", withMetadata({ control: root, reason: "r" }));
		expect(await statusesIn("t.json")).toEqual(["one waived", "two waived"]);
		write("t.json", withMetadata({ control: root, reason: "r", container: "two" }));
		expect(await statusesIn("t.json")).toEqual(["one fail", "two waived"]);
	});

	test.each([
		[{ control: root }, `the ignore of ${root} has no reason`],
		[{ control: root, reason: "\u200b\n " }, `the ignore of ${root} has no reason`],
		[{ reason: "r" }, "this ignore hides nothing, because it does not say which control; write"],
		[
			{ control: root, reason: "r", container: 3 },
			"this ignore hides nothing, because it does not say which control; write",
		],
		[
			{ control: "read-only-root", reason: "r" },
			`this ignore hides nothing, because there is no control "read-only-root"; write "${root}"`,
		],
	])("is an error of the file and hides nothing: %j", async (one, error) => {
		write("t.json", withMetadata(one));
		write("shipshape.yaml", ...onlyControls(root));
		const { status, printed, errors } = await runCli(["check", "t.json"]);
		expect(status).toBe(2);
		expect(printed).toContain("2 failures (2 HIGH)");
		expect(printed).toContain("; 1 ignore not valid\n");
		expect(errors).toEqual([expect.stringMatching(/^shipshape: t\.json:1:\d+: /)]);
		expect(errors[0]).toContain(error);
	});
});

describe("a comment in a Terraform file covers", () => {
	const module = [
		'resource "aws_ecs_task_definition" "web" {',
		'  family = "web"',
		"  container_definitions = jsonencode([",
		'    { name = "one", image = "a:1" },',
		'    { name = "two", image = "b:1" },',
		"  ])",
		"}",
	];

	test.each([
		["what is found on its line", 4, "# shipshape:ignore", ["one waived", "two fail"]],
		["the same with a comment of two slashes", 5, "// shipshape:ignore", ["one fail", "two waived"]],
		["nothing in a text", 2, '"# shipshape:ignore" #', ["one fail", "two fail"]],
	])("%s", async (_, line, comment, statuses) => {
		const written = (one: string) =>
			line === 2 ? `  family = ${comment}` : `${one} ${comment} ${root} writes to /var`;
		write("main.tf", ...module.map((one, index) => (index === line - 1 ? written(one) : one)));
		expect(await statusesIn("main.tf")).toEqual(statuses);
	});
});
