import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { commands } from "../../cli/commands.ts";
import { root, textOf } from "../support/docs.ts";

const [hook, ...others] = parse(textOf(".pre-commit-hooks.yaml")) as readonly Readonly<Record<string, unknown>>[];
const { files, entry, ...more } = hook ?? {};

test("one hook, run by Node with the names of the files", () => {
	expect(others).toEqual([]);
	expect(more).toMatchObject({ id: "shipshape-check", language: "node", types: ["text"], pass_filenames: true });
	const [program = "", command = ""] = String(entry).split(" ");
	expect(JSON.parse(textOf("package.json"))).toHaveProperty(["bin", program]);
	expect(Object.keys(commands)).toContain(command);
});

describe("the pattern", () => {
	// Python searches with it; nothing in it means another thing there.
	const pattern = new RegExp(String(files));

	test.each([
		"compose.yaml",
		"compose.yml",
		"docker-compose.yml",
		"docker-compose.prod.yaml",
		"compose-dev.yaml",
		"deploy/a b/compose.override.yaml",
		"task-definition.json",
		"infra/taskdef-web.json",
		"ecs_task_def.json",
		"web.task-definition.prod.json",
		"cdk.out/Web.template.json",
		"stacks/web.template.yaml",
		"web.template.yml",
		"ecr-policy.json",
		"policies/lifecycle-policy.json",
		"payments-repository-policy.json",
		"lifecycle_policy.json",
	])("%s", (name) => expect(name).toMatch(pattern));

	test.each([
		"package.json",
		"tsconfig.json",
		"composer.json",
		"compose.yaml.bak",
		"decompose.yaml",
		"mycompose.yml",
		"template.yaml",
		"task-definition.md",
		"taskdef/readme.json.txt",
		"bucket-policy.json",
		"taskdef/package.json",
		".github/workflows/compose/build.yml",
	])("not %s", (name) => expect(name).not.toMatch(pattern));
});

/** pre-commit takes what `npm pack` prints for the package's path: nothing else may be on its standard output. */
describe("npm pack", () => {
	const folder = mkdtempSync(join(tmpdir(), "pre-commit-"));
	afterAll(() => rmSync(folder, { recursive: true }));

	test("prints the name of the package alone, also when it builds", () => {
		for (const name of ["package.json", ".npmrc"]) copyFileSync(join(root, name), join(folder, name));
		mkdirSync(join(folder, "scripts"));
		writeFileSync(join(folder, "scripts", "build.mjs"), 'console.log("building");');
		const printed = execFileSync("npm", ["pack"], {
			cwd: folder,
			encoding: "utf8",
			stdio: ["ignore", "pipe", "ignore"],
		});
		expect(printed).toMatch(/^shipshape-[\d.]+\.tgz\n$/);
	});
});
