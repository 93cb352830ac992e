import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { aPlan } from "../support/plan.ts";
import { runCli } from "../support/terminal.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "terraform-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const repository = 'resource "aws_ecr_repository" "web" {\n  name = "web"\n}\n';
const open = 'resource "aws_ecr_repository" "b" {\n  name                 = "b"\n  image_tag_mutability = var.x\n}\n';

async function checked(
	files: Readonly<Record<string, string>>,
	paths: readonly string[],
	...options: readonly string[]
) {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	}
	const given = paths.map((path) => join(folder, path));
	const { status, printed, errors } = await runCli(["check", ...given, ...options], { folder });
	const without = (text: string) => text.replaceAll(`${folder}/`, "");
	return { status, output: without(printed), errors: without(errors.join("\n")) };
}
const advice = "to have all of it judged, check the plan as well: terraform show -json PLAN | shipshape check -";

describe("Terraform files in a folder", () => {
	test("are judged, and those that leave values open are named with the way out", async () => {
		const files = { "a.tf": repository, "b/b.tf": open, "c/c.tf": open, ".terraform/d.tf": repository };
		const { status, output, errors } = await checked(files, ["."], "--quiet");
		expect(status).toBe(1);
		expect(output).toContain("a.tf:1:1");
		expect(errors).toContain(`shipshape: 2 Terraform files leave values open (b/b.tf, c/c.tf); ${advice}`);
	});

	test("leave nothing open whose plan is checked as well, in any order", async () => {
		const plan = JSON.stringify(aPlan([{ address: "aws_ecr_repository.b", values: { name: "b" } }]));
		const files = { "b/b.tf": open, "b/plan.json": plan, "c/c.tf": open };
		const { errors } = await checked(files, ["."], "--quiet");
		expect(errors).toBe(`shipshape: 1 Terraform file leaves values open (c/c.tf); ${advice}`);
		expect((await checked({}, ["./b/b.tf", "b/plan.json"], "--quiet")).errors).toBe("");
		expect((await checked({}, ["b/plan.json", "b/b.tf"], "--quiet")).errors).toBe("");
		const other = JSON.stringify(aPlan([{ address: "aws_ecr_repository.x", values: { name: "x" } }]));
		expect((await checked({ "b/plan.json": other }, ["b"], "--quiet")).errors).toContain("(b/b.tf)");
	});

	test("are passed over without a word if nothing in them is judged, also if they are empty", async () => {
		const files = { "a.tf": repository, "outputs.tf": "", "x.tf": 'variable "x" {\n}\n', "y.tf": "not { at all" };
		const { output, errors } = await checked(files, ["."]);
		expect(output).toContain("\n1 file: ");
		expect(output).not.toContain("unrecognized");
		expect(errors).toBe("");
	});

	test("that are empty hide no policy of the others", async () => {
		const { output } = await checked({ "a.tf": repository, "outputs.tf": "" }, ["a.tf"], "--all");
		expect(output).toContain("no lifecycle policy");
		expect(output).not.toContain("not read");
	});

	test("that are no HCL are one line each, and status 2", async () => {
		const { status, errors } = await checked({ "a.tf": `${repository}x = [1 2]\n` }, ["."], "--quiet");
		expect(status).toBe(2);
		expect(errors).toBe("shipshape: a.tf:4:8: a comma or the closing ] is missing here; write it");
	});
});

describe("Terraform files in JSON", () => {
	const json = (resource: unknown) => JSON.stringify({ terraform: {}, resource }, null, 1);
	const types = { aws_ecr_repository: { web: { name: "web" } } };
	const text = "Terraform in JSON is not read; check the plan instead: terraform show -json PLAN | shipshape check -";

	test("are named in a folder with the way out, and count as unknown", async () => {
		const immutable = repository.replace("}", '  image_tag_mutability = "IMMUTABLE"\n}');
		const files = { "a.tf": immutable, "cdk.tf.json": json(types), "b.tofu.json": json([{}, types]) };
		const only = ["--only", "repository/tag-immutability"];
		const { status, output, errors } = await checked(files, ["."], "--strict", ...only);
		expect(errors.split("\n")).toEqual([
			`shipshape: b.tofu.json:3:2: ${text}; not checked`,
			`shipshape: cdk.tf.json:3:2: ${text}; not checked`,
		]);
		expect(status).toBe(3);
		expect(output).toContain("1 passed, 0 not applicable; 2 parts of files not checked;");
	});

	test("are passed over without a word if they have nothing of ECS and ECR", async () => {
		const files = {
			"a.tf": repository,
			"x.tf.json": json({ aws_sns_topic: {} }),
			"y.tf.json": "{}",
			"z.tf.json": "[]",
		};
		const { output, errors } = await checked(files, ["."]);
		expect([output, errors]).toEqual([expect.not.stringContaining("unrecognized"), ""]);
	});

	test("are an error if they are named, or all that there is", async () => {
		const files = { "s/cdk.tf.json": json(types) };
		expect(await checked(files, ["s/cdk.tf.json"])).toMatchObject({
			status: 2,
			errors: `shipshape: s/cdk.tf.json:3:2: ${text}`,
		});
		const { status, errors } = await checked(files, ["s"]);
		expect([status, errors]).toEqual([2, expect.stringContaining("shipshape: s: no file to check (1 not read)")]);
		expect((await checked({ "x.tf.json": "{}" }, ["x.tf.json"])).errors).toContain("x.tf.json: unrecognized file;");
	});

	test("may have a policy of a repository in the file beside them, which is unknown then", async () => {
		const only = ["--only", "repository/lifecycle-policy"];
		expect((await checked({ "a.tf": repository }, ["a.tf"], ...only)).output).toContain("1 failure");
		const files = { "p.tf.json": json({ aws_ecr_lifecycle_policy: { web: { repository: "web" } } }) };
		expect((await checked(files, ["a.tf"], ...only)).output).toContain("no failures, 1 unknown");
	});
});

describe("a Terraform file that is named", () => {
	test.each([["a.tf"], ["a.tofu"]])("is read as such whatever it contains: %s", async (name) => {
		const provisioner =
			'resource "null_resource" "x" {\n  provisioner "local-exec" {\n    command = "docker run -d nginx"\n  }\n}\n';
		const { output } = await checked({ [name]: repository + provisioner }, [name]);
		expect(output).toContain(`${name} (terraform)`);
	});

	test("is read with --as terraform under any name", async () => {
		const { output } = await checked({ "a.txt": repository }, ["a.txt"], "--as", "terraform");
		expect(output).toContain("a.txt (terraform)");
	});
});

test("the findings of a plan are in the Terraform files beside it", async () => {
	const plan = aPlan([{ address: "aws_ecr_repository.web", values: { name: "web" } }]);
	const files = { "out/plan.json": JSON.stringify(plan), "out/infra/main.tf": repository };
	const { output } = await checked(files, ["out/plan.json"], "--quiet");
	expect(output.split("\n").filter((line) => line.startsWith("out/infra/main.tf:1:1  MEDIUM"))).toHaveLength(2);
	const broken = { "out/infra/main.tf": `${repository}x = [1 2]\n` };
	const { errors } = await checked(broken, ["out/plan.json"], "--quiet");
	expect(errors).toContain("out/infra/main.tf:4:8: a comma or the closing ] is missing here; write it; until then,");
});
