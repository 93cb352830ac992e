import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { check } from "../../cli/commands/check.ts";
import { github } from "../../cli/formats/github.ts";
import { type Severity, severities } from "../../core/verdict.ts";
import { aVerdict, formatOptions, resultWith } from "../support/check-results.ts";
import { blocksOf, commandsIn, root, sectionOf, textOf } from "../support/docs.ts";

const page = textOf("docs/ci.md");
const [workflow, withoutAction, preCommit, gitlab, ...others] = blocksOf(page)
	.filter(({ language }) => language === "yaml")
	.map(({ text }) => parse(text));

test("the workflow gives the action only what it takes", () => {
	const { inputs } = parse(textOf("action.yml")) as { inputs: object };
	const ours = workflow.jobs.check.steps.find(({ uses }: { uses: string }) => uses.includes("/shipshape@"));
	expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(ours.with)));
	expect(workflow.jobs.check.steps.at(-1).with.sarif_file).toBe(ours.with["sarif-file"]);
	expect(workflow.permissions).toEqual({ contents: "read", "security-events": "write" });
});

test("every action is pinned to a commit, with its version beside it", () => {
	const used = [...page.matchAll(/uses: (\S+)@(\S+)(.*)/g)];
	expect(used.length).toBeGreaterThan(2);
	for (const [, name, pin, comment] of used) {
		expect(pin).toMatch(name === "OWNER/shipshape" ? /^COMMIT$/ : /^[0-9a-f]{40}$/);
		expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
	}
});

test("the annotations are those of the format", () => {
	const annotation = (severity: Severity, blocks: boolean): string => {
		const [command = ""] = github(resultWith(aVerdict({ severity, blocks })), formatOptions);
		return /^::(\w+)/.exec(command)?.[1] ?? "";
	};
	const levels = (row: string): readonly string[] => {
		const [, named = ""] = row.split("|");
		const given = severities.filter((one) => new RegExp(`\\b${one}\\b`).test(named));
		return given.flatMap((one) => [annotation(one, true), annotation(one, false)]);
	};
	const rows = sectionOf(page, "GitHub Actions")
		.split("\n")
		.filter((line) => /^\| [A-Z]+,? /.test(line));
	expect(rows.map(levels)).toEqual([
		["error", "warning", "error", "warning"],
		["warning", "warning"],
		["notice", "notice", "notice", "notice"],
	]);
	expect(rows.map((row) => row.split(" | ")[1]?.split(/[; ]/)[0])).toEqual(["error", "warning", "notice"]);
});

test("the hooks are there, and get the files that the page names", () => {
	const hooks = parse(textOf(".pre-commit-hooks.yaml")) as readonly { id: string; files: string }[];
	const ids = preCommit.repos[0].hooks.map(({ id }: { id: string }) => id);
	expect(ids.toSorted()).toEqual(hooks.map(({ id }) => id).toSorted());
	const paragraph = sectionOf(page, "pre-commit").split("```").at(-1) ?? "";
	const named = [...paragraph.matchAll(/`([^`]+\.(?:json|ya?ml))`/g)].map(([, name = ""]) => name);
	expect(named.length).toBeGreaterThan(8);
	expect(named.filter((name) => !new RegExp(hooks[0]?.files ?? "").test(name))).toEqual([]);
});

test("the job without the action takes the package from the checkout, and annotates", () => {
	const { steps } = withoutAction.jobs.check;
	const { command, options } = commandsIn(`\`${steps.at(-1).run}\``)[0] ?? {};
	expect([command, options]).toEqual(["check", ["--format"]]);
	expect(steps.at(-1).run).toMatch(/^npx --yes \.\/tools\/shipshape-[\d.]+\.tgz check \. --format github$/);
	expect(withoutAction.permissions).toEqual({ contents: "read" });
	expect(steps.map(({ uses = "" }) => uses.split("@")[0])).toEqual(["actions/checkout", "actions/setup-node", ""]);
});

test("the GitLab job keeps the report that it writes", () => {
	const { options = [], line = "" } = commandsIn(gitlab.shipshape.script[0].replace(/.*/, "`$&`"))[0] ?? {};
	expect(options).toEqual(["--format", "--output"]);
	expect(line).toContain(`--format gitlab --output ${gitlab.shipshape.artifacts.reports.codequality}`);
	expect(others).toEqual([]);
});

test("the package's name has its version", () => {
	const { version } = JSON.parse(textOf("package.json")) as { version: string };
	expect([...page.matchAll(/shipshape-([\d.]+)\.tgz/g)].map(([, named]) => named)).toEqual(Array(4).fill(version));
	expect(page).toContain(`OWNER/shipshape@COMMIT # v${version}\n`);
	expect(page).toContain(`rev: v${version}\n`);
});

test("the exit statuses are those of the command, each with its line", () => {
	expect([...page.matchAll(/^\| (\d) \|/gm)].map(([, status]) => status)).toEqual(["0", "1", "2", "3"]);
	expect(Object.keys(check.statuses)).toEqual(["0", "1", "2", "3"]);
});

test("links to what is there, names no registry, and fits into 160 columns", () => {
	const links = [...page.matchAll(/\]\(([^)#]+)/g)].map(([, link = ""]) => link);
	expect(links.filter((link) => !existsSync(join(root, "docs", link)))).toEqual([]);
	expect(page).not.toMatch(/npmjs|pkg\.github/);
	expect(page.split("\n").filter((line) => line.length > 160)).toEqual([]);
});
