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

/** Names of files, and the hooks that get them: both, the one that checks, or neither. */
const names: Readonly<Record<"both" | "check" | "neither", readonly string[]>> = {
	both: [
		...["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.prod.yaml", "compose-dev.yaml"],
		...["compose_prod.yml", "web.compose.yaml", "podman-compose.yml", "deploy/a b/compose.override.yaml"],
		...["task-definition.json", "infra/taskdef-web.json", "ecs_task_def.json", "web.task-definition.json"],
		...["web.task-definition.prod.json", "taskDefinition.json", "TaskDefinition.json", "task.definition.json"],
		...["taskdef.yaml", "ecs-task-definition.yml"],
		...["template.yaml", "template.yml", "template.json", "app/template.yaml", "Template.yaml"],
		...["cdk.out/Web.template.json", "stacks/web.template.yaml", "web.template.yml", "ecs-template.yml"],
		...["template-prod.yaml", "cloudformation.yaml", "web.cloudformation.json", "web-cfn.yml", "cfn.json"],
	],
	check: [
		...["ecr-policy.json", "policies/lifecycle-policy.json", "lifecycle_policy.json", "lifecyclePolicy.json"],
		...["payments-repository-policy.json", "repositoryPolicy.json", "ecr.policy.json"],
	],
	neither: [
		...["package.json", "tsconfig.json", "composer.json", "compose.yaml.bak", "decompose.yaml", "mycompose.yml"],
		...["template.md", "template.html", "templates.yaml", "templates/deployment.yaml", "contemplate.yaml"],
		...["task-definition.md", "taskdef/readme.json.txt", "taskdef/package.json", "tasks.json", "multitask.yaml"],
		...["bucket-policy.json", "policy.json", ".github/workflows/compose/build.yml", "compose/build.yml"],
	],
};

describe("the patterns", () => {
	// Python searches with them; nothing in them means another thing there.
	const gets = (id: string, name: string): boolean => new RegExp(hookOf(id).files).test(name);

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
