import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { controls } from "../../controls/index.ts";
import { severities } from "../../core/verdict.ts";
import { parseOptions } from "../../demo/options.ts";
import { securityHubControls } from "../../scripts/generate/security-hub-controls.ts";
import { terminalPicture } from "../../scripts/generate/terminal-picture.ts";
import { blocksOf, filesBelow, root, sectionOf, textOf } from "../support/docs.ts";
import { runCli } from "../support/terminal.ts";

const readme = textOf("README.md");

/** The lines of the blocks of commands of a page. */
const commandsOf = (page: string): readonly string[] =>
	blocksOf(textOf(page))
		.filter(({ language }) => language === "console")
		.flatMap(({ text }) => text.trim().split("\n"))
		.map((line) => line.replace(/^\$ /, ""));

/** What each of our commands that a page shows in a block ends with. */
const statuses: Readonly<Record<string, number>> = {
	"check examples/bad": 1,
	"check examples/bad/task-definition.json": 1,
	"check examples/fixed": 0,
	"explain tmpfs-size": 0,
};

const prefix = "npx --no-install shipshape ";
const ours = [...new Set(["README.md", "docs/check.md"].flatMap(commandsOf))].filter((line) => line.startsWith(prefix));

describe("README.md", () => {
	test("has at most 100 lines, and only tables are wide", () => {
		const lines = readme.trimEnd().split("\n");
		expect(lines.length).toBeLessThanOrEqual(100);
		expect(lines.filter((line) => line.length > 160 && !line.startsWith("|"))).toEqual([]);
	});

	test("shows no command that is not run: here, by npm test itself, or on the emulated AWS by deploy.emulated.test.ts and the demo's own test", () => {
		const deployed = blocksOf(textOf("docs/deploy.md")).flatMap(({ text }) => text.split("\n"));
		const others = commandsOf("README.md").filter((line) => !line.startsWith(prefix));
		expect(others.filter((line) => !deployed.includes(line))).toEqual(["npm run demo", "npm test"]);
		expect(deployed).toContain(`${prefix}doctor`);
	});

	test("counts the controls", () => {
		const rows = sectionOf(readme, "What it checks")
			.split("\n")
			.filter((line) => /\| \d+ \|$/.test(line));
		const counts: Readonly<Record<string, number>> = Object.fromEntries(
			rows.map((row) => [row.split("|")[1]?.trim() ?? "", Number(row.split("|").at(-2))]),
		);
		const of = (...kinds: readonly string[]) => controls.filter(({ on }) => kinds.includes(on)).length;
		expect(counts).toEqual({
			"task definitions": of("task-definition"),
			repositories: of("repository"),
			services: of("service"),
			images: of("image"),
			"clusters, capacity providers": of("cluster", "capacity-provider"),
		});
		expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(controls.length);
	});

	test("counts the controls of Security Hub, and says what an idle month costs", () => {
		const existing = securityHubControls.filter(({ note = "" }) => !note.includes("retired"));
		expect(readme).toContain(`${existing.length} controls for ECR and ECS`);
		const [, idle] = /^\| \*\*together\*\* \|.*\*\*([\d.]+)\*\* \|/m.exec(textOf("docs/cost.md")) ?? [];
		expect(readme).toContain(`An idle month costs about $${idle}.`);
	});

	test("shows what check prints now", async () => {
		const [path, svg] = await terminalPicture(root);
		expect(textOf(path)).toBe(svg);
		expect(readme).toContain(`](${path})`);
		expect(svg).toContain("task-definition/read-only-root");
		expect(svg).not.toContain("\u001b");
	});
});

test.each(ours.filter((line) => !/ (?:fix|doctor)\b/.test(line)))("%s", async (line) => {
	const command = line.slice(prefix.length);
	const { status, errors } = await runCli(command.split(" "), { folder: root });
	expect(errors).toEqual([]);
	expect(Object.keys(statuses)).toContain(command);
	expect(status).toBe(statuses[command]);
});

test("docs/check.md names the package of this version", () => {
	const { version } = JSON.parse(textOf("package.json")) as { readonly version: string };
	const named = [...textOf("docs/check.md").matchAll(/shipshape-([\d.]+)\.tgz/g)].map(([, one]) => one);
	expect(named).toEqual([version, version]);
});

test("fix says of the examples what it would change, and changes nothing", async () => {
	expect(ours).toContain(`${prefix}fix examples/bad`);
	const before = filesBelow("examples", "").map(textOf);
	const { printed } = await runCli(["fix", "examples/bad"], { folder: root });
	expect(printed).toContain("+      - ./nginx.conf:/etc/nginx/nginx.conf:ro");
	expect(filesBelow("examples", "").map(textOf)).toEqual(before);
});

describe("the examples", () => {
	const verdictsOf = async (folder: string) => {
		const { printed } = await runCli(["check", `examples/${folder}`, "--format", "json"], { folder: root });
		return (JSON.parse(printed) as VerdictReport).verdicts;
	};
	/** What no file can say: which images are in use, and what a scan has found. */
	const needAws = ["repository/lifecycle-safe", "task-definition/image-vulnerabilities"];

	test("are a template, a task definition and a Compose file, each bad and fixed", () => {
		const names = ["compose.yaml", "task-definition.json", "template.yaml"];
		expect(filesBelow("examples", "")).toEqual(
			["bad", "fixed"].flatMap((folder) => names.map((name) => `examples/${folder}/${name}`)),
		);
	});

	test("fail with several severities, each file by itself, if they are bad", async () => {
		const failures = (await verdictsOf("bad")).filter(({ status }) => status === "fail");
		const found = new Set(failures.map(({ severity }) => severity));
		expect(severities.filter((one) => found.has(one))).toEqual(severities.filter((one) => one !== "INFORMATIONAL"));
		const files = new Map<string, Set<string>>();
		for (const { location, severity } of failures)
			files.set(location.file, (files.get(location.file) ?? new Set()).add(severity));
		expect([...files.values()].map((of) => of.size >= 2)).toEqual([true, true, true]);
	});

	test("pass wholly if they are fixed; only what AWS alone knows stays unknown", async () => {
		const verdicts = await verdictsOf("fixed");
		expect(verdicts.filter(({ status }) => status === "fail" || status === "waived")).toEqual([]);
		const unknown = verdicts.filter(({ status }) => status === "unknown").map(({ control }) => control);
		expect(unknown.filter((control) => !needAws.includes(control))).toEqual([]);
		expect(new Set(verdicts.filter(({ status }) => status === "pass").map(({ location }) => location.file)).size).toBe(
			3,
		);
	});

	test("are fixed of what was bad: every control that fails there passes here", async () => {
		const failed = new Set(
			(await verdictsOf("bad")).filter(({ status }) => status === "fail").map(({ control }) => control),
		);
		const passed = new Set(
			(await verdictsOf("fixed")).filter(({ status }) => status === "pass").map(({ control }) => control),
		);
		expect([...failed].filter((control) => !passed.has(control))).toEqual([]);
	});
});

test.each(commandsOf("docs/demo.md"))("docs/demo.md: %s", (line) => {
	const args = line
		.replace(/^npm run demo(?: -- )?/, "")
		.split(" ")
		.filter((word) => word !== "");
	expect(line.startsWith("npm run demo")).toBe(true);
	expect(parseOptions(args)).not.toBeNull();
});
