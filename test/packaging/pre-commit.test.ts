import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { commands } from "../../cli/commands.ts";
import { root, textOf } from "../support/docs.ts";

interface Hook {
	readonly id: string;
	readonly entry: string;
	readonly files: string;
	readonly exclude: string;
}
const hooks = parse(textOf(".pre-commit-hooks.yaml")) as readonly Hook[];
const hookOf = (id: string): Hook => {
	const found = hooks.find((hook) => hook.id === id);
	if (found === undefined) throw new Error(`there is no hook ${id}`);
	return found;
};

test("there is a hook that checks and one that fixes", () => {
	expect(hooks.map(({ id, entry }) => [id, entry.replace(" --ignore-unknown", "")])).toEqual([
		["shipshape-check", "shipshape check"],
		["shipshape-fix", "shipshape fix --write"],
	]);
});

describe.each(hooks)("$id", ({ entry, ...more }) => {
	const [program = "", command = "", ...options] = entry.split(" ");

	test("is run by Node, once, with the names of the files", () => {
		expect(more).toMatchObject({ language: "node", types: ["text"], pass_filenames: true, require_serial: true });
		expect(JSON.parse(textOf("package.json"))).toHaveProperty(["bin", program]);
	});

	test("uses options that its command has, and passes over files of no supported kind as soon as it can", async () => {
		const { options: table = {} } = (await commands[command]?.()) ?? {};
		expect(options.filter((option) => !Object.hasOwn(table, option.slice(2)))).toEqual([]);
		expect(options.includes("--ignore-unknown")).toBe(Object.hasOwn(table, "ignore-unknown"));
	});
});

/** Names of files, and the hooks that get them: both, the one that checks, or neither. Which of them are of a kind, their content says. */
const names: Readonly<Record<"both" | "check" | "neither", readonly string[]>> = {
	both: [
		...["compose.yaml", "docker-compose.prod.yml", "deploy/a b/compose.override.yaml", "taskdef.json"],
		...["ecs/task-definitions/web.json", "cloudformation/web.yaml", "cfn/stack.yml", "stack.yaml", "web.template"],
	],
	check: ["main.tf", "modules/web/main.tofu"],
	neither: [
		...["compose.yaml.bak", "template.md", "run.sh", "Dockerfile", "main.tfvars", "x.jsonc", "yaml"],
		...["cdk.out/Web.template.json", "infra/cdk.out/manifest.json"],
	],
};

describe("the patterns", () => {
	// Python searches with them; nothing in them means another thing there.
	const gets = (id: string, name: string): boolean => {
		const { files, exclude } = hookOf(id);
		return new RegExp(files).test(name) && !new RegExp(exclude).test(name);
	};

	test.each(Object.entries(names).flatMap(([hook, some]) => some.map((name) => [hook, name] as const)))(
		"%s: %s",
		(hook, name) => {
			const got = { check: gets("shipshape-check", name), fix: gets("shipshape-fix", name) };
			expect(got).toEqual({ check: hook !== "neither", fix: hook === "both" });
		},
	);
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
