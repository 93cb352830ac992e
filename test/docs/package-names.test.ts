import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { shipshapeCommand } from "../../operations/shell-command.ts";
import { filesBelow, textOf } from "../support/docs.ts";
import { sourcesBelow } from "../support/sources.ts";

/** Pages, and sources with messages that name commands. */
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...filesBelow("docs", ".md")];
const texts = [
	...pages,
	...[".github", "controls", "fix"].flatMap((folder) => [".md", ".yml"].flatMap((end) => filesBelow(folder, end))),
	...["cli", "operations", "infra", "fix", "readers", "policy-file", "demo", "cdk"].flatMap(sourcesBelow),
];

/** What runs or installs a package by its name, up to the end of the command. */
const byName =
	/\b(?:npx|npm (?:exec|x|i|install|add)|pnpm (?:dlx|add|install)|yarn (?:dlx|add)|bunx)(?![\w-])[^\n`|;&]*/g;

/**
 * What takes no name from a registry: our program where it is installed, a package in a file, and the CDK's command line, which
 * `npm ci` installs in a checkout. The name `shipshape` in a registry is not ours.
 */
const harmless = [
	/^npx --no-install shipshape(?![\w@./-])/,
	/^npx (?:--yes )?(?:\.{0,2}\/|file:)\S*\.tgz(?= |$)/,
	/^npx cdk(?![\w@./-])/,
	/^npm install\b[^\n]*\s(?:\.{0,2}\/|file:)\S*\.tgz$/,
	/^(?:npx|npm install)$/,
];
const isHarmless = (command: string): boolean => harmless.some((pattern) => pattern.test(command));

/** Also commands that the code has word by word. */
const commandsIn = (text: string): readonly string[] =>
	[...text.replaceAll('", "', " ").matchAll(byName)].map(([command]) => command.trim());

test("every page and message that runs or installs a package takes it from where it is, never by a name from a registry", () => {
	const found = texts.flatMap((path) => commandsIn(textOf(path)).map((command) => [path, command] as const));
	expect(found.length).toBeGreaterThan(40);
	expect(found.filter(([, command]) => !isHarmless(command))).toEqual([]);
});

test.each([
	"npx shipshape check",
	"npx --yes shipshape",
	"npx shipshape@0.1.0",
	"npm install --save-dev shipshape",
	"npx cdk-nag",
])("a command that would is found: %s", (command) => {
	expect(commandsIn(`Run \`${command}\` now`)).toEqual([command]);
	expect(isHarmless(command)).toBe(false);
});

test("the page of completion says how its command gets into PATH", () => {
	expect(textOf("docs/cli.md")).toMatch(
		/## completion[^#]*`npm install --global \.\/shipshape-VERSION\.tgz`[^#]*shipshape completion bash/,
	);
});

test("the CDK's command line is that of a checkout", () => {
	const { bin } = JSON.parse(textOf("node_modules/aws-cdk/package.json")) as { bin: object };
	const { devDependencies } = JSON.parse(textOf("package.json")) as { devDependencies: object };
	expect(bin).toHaveProperty("cdk");
	expect(devDependencies).toHaveProperty("aws-cdk");
});

describe("npx --no-install", () => {
	const empty = mkdtempSync(join(tmpdir(), "nothing-"));
	afterAll(() => rmSync(empty, { recursive: true }));

	test("is how messages name our program", () => {
		expect(shipshapeCommand("redrive", "--queue", "Slack")).toBe("npx --no-install shipshape redrive --queue Slack");
	});

	test("installs nothing where there is no Shipshape", () => {
		const [npx = "", ...args] = shipshapeCommand("--version").split(" ");
		const { status, stderr } = spawnSync(npx, args, {
			cwd: empty,
			encoding: "utf8",
			env: {
				PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
				HOME: empty,
				npm_config_offline: "true",
			},
		});
		expect(status).not.toBe(0);
		expect(stderr).not.toBe("");
	});
});
