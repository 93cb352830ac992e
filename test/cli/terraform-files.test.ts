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

	test("are passed over without a word if nothing in them is judged, also if they are empty", async () => {
		const files = { "a.tf": repository, "outputs.tf": "", "x.tf": 'variable "x" {\n}\n', "y.tf": "not { at all" };
		const { output, errors } = await checked(files, ["."]);
		expect(output).toContain("\n1 file: ");
		expect(output).not.toContain("unrecognized");
		expect(errors).toBe("");
	});

	test("that are no HCL are one line each, and status 2", async () => {
		const { status, errors } = await checked({ "a.tf": `${repository}x = [1 2]\n` }, ["."], "--quiet");
		expect(status).toBe(2);
		expect(errors).toBe("shipshape: a.tf:4:8: a comma or the closing ] is missing here; write it");
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
});
