import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { formatNames } from "../../cli/format-names.ts";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { type BuiltCommandLine, builtCommandLine } from "../support/built-command-line.ts";
import { textOf } from "../support/docs.ts";

interface Action {
	readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
	readonly outputs: Readonly<Record<string, { readonly description: string }>>;
	readonly runs: { readonly using: string; readonly main: string };
}

const { inputs, outputs, runs } = parse(textOf("action.yml")) as Action;

const scratch = mkdtempSync(join(tmpdir(), "action-"));
const workspace = join(scratch, "work space");
let built: BuiltCommandLine;

beforeAll(() => {
	built = builtCommandLine();
}, 60_000);
afterAll(() => {
	built.remove();
	rmSync(scratch, { recursive: true });
});
beforeEach(() => {
	rmSync(workspace, { recursive: true, force: true });
	mkdirSync(join(workspace, "task definitions"), { recursive: true });
	writeFileSync(join(workspace, "task definitions", "web.json"), definition({}));
	writeFileSync(join(workspace, "policy file.yaml"), policy);
});

const definition = (more: object) =>
	JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27", ...more }] });
const policy = "controls:\n  task-definition/read-only-root: { blocking: false }\n";

/**
 * Runs the action as the runner does: Node with the file that `main` names, in the workspace, every input or its default in a
 * variable, and files for the output and the summary.
 */
function runAction(given: Readonly<Record<string, string>> = {}, more: Readonly<Record<string, string>> = {}) {
	const files = ["output", "summary"].map((name) => join(scratch, name));
	for (const file of files) writeFileSync(file, "");
	const [output = "", summary = ""] = files;
	const variables = Object.entries(inputs).map(([name, { default: otherwise }]) => [
		`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
		given[name] ?? otherwise,
	]);
	const main = join(dirname(dirname(built.program)), runs.main);
	const { status, stdout, stderr } = spawnSync(process.execPath, [main], {
		cwd: workspace,
		encoding: "utf8",
		env: {
			PATH: "/usr/bin:/bin",
			GITHUB_OUTPUT: output,
			GITHUB_STEP_SUMMARY: summary,
			GITHUB_WORKSPACE: workspace,
			...Object.fromEntries(variables),
			...more,
		},
	});
	const texts = files.map((file) => readFileSync(file, "utf8"));
	return { status, printed: stdout, complaints: stderr, output: texts[0] ?? "", summary: texts[1] ?? "" };
}

test("the action is a bundle for Node 24 in the folder that releases contain, and every input has a default", () => {
	expect(runs).toEqual({ using: "node24", main: "dist/action.mjs" });
	expect(Object.values(inputs).map((input) => typeof input.default)).toEqual(Object.keys(inputs).map(() => "string"));
	expect(Object.keys(outputs)).toEqual(["failures"]);
	for (const name of formatNames) expect(inputs["format"]?.description).toMatch(new RegExp(`\\b${name}\\b`));
});

describe("the action", () => {
	test("checks everything by default, annotates the failures and counts them", () => {
		const { status, printed, output } = runAction();
		expect(printed).toContain("::error file=task definitions/web.json,line=1,");
		const failures = printed.match(/^::(?:error|warning|notice) .*title=(?:CRITICAL|HIGH|MEDIUM|LOW) /gm) ?? [];
		expect(output).toBe(`failures=${failures.length}\n`);
		expect(failures.length).toBeGreaterThan(3);
		expect(status).toBe(1);
	});

	test("passes the exit statuses 0, 2 and 3 on", () => {
		expect(runAction({ paths: "missing" })).toMatchObject({ status: 2, output: "failures=\n" });
		expect(runAction({ format: "nonsense" })).toMatchObject({ status: 2 });
		const { verdicts } = JSON.parse(runAction({ format: "json" }).printed) as VerdictReport;
		const failing = new Set(verdicts.filter(({ status }) => status === "fail").map(({ control }) => control));
		const off = `controls:\n${[...failing].map((id) => `  ${id}: { enabled: false }\n`).join("")}`;
		writeFileSync(join(workspace, "off.yaml"), off);
		writeFileSync(join(workspace, "open.json"), definition({ privileged: "yes" }));
		const strict = runAction({ policy: "off.yaml", strict: "true" });
		expect(strict).toMatchObject({ status: 3, output: "failures=0\n" });
		expect(strict.summary).toMatch(/^## Shipshape: no failures, \d+ unknown, \d+ passed, \d+ need AWS\n$/);
		expect(runAction({ policy: "off.yaml" })).toMatchObject({ status: 0, output: "failures=0\n" });
		rmSync(join(workspace, "open.json"));
	});

	test("takes paths and a policy with spaces, one path on each line", () => {
		writeFileSync(join(workspace, "other.json"), definition({ privileged: true }));
		const { printed } = runAction({
			paths: "task definitions/web.json\r\n\nother.json\n",
			policy: "policy file.yaml",
		});
		expect(printed).toContain("::warning file=task definitions/web.json");
		expect(printed).toContain("::error file=other.json");
	});

	test("passes other options on, one on each line", () => {
		writeFileSync(join(workspace, "compose.txt"), "services:\n  web:\n    image: nginx:1.27\n");
		const { printed } = runAction({ paths: "compose.txt", options: "--as=compose\n--all\n", format: "text" });
		expect(printed).toContain("compose.txt (compose)");
		expect(runAction({ options: "--nonsense" })).toMatchObject({ status: 2, output: "failures=\n" });
	});

	test.each([
		["options", "compose.txt", "options must have one option on each line, with its value after an equals sign"],
		["options", "--", "options must have one option on each line, with its value after an equals sign"],
		["options", "--output=x", "options must not have --output; use sarif-file"],
		["options", "--format=json", "options must not have --format; use format"],
		["strict", "yes", "strict must be true or false"],
		["format", "xml", "format must be text, json, sarif, junit, github, gitlab or csv"],
		["paths", " \n", "paths is empty; write a path on each line, or . for everything"],
	])("rejects %s %j before it checks anything", (name, text, message) => {
		expect(runAction({ [name]: text })).toEqual({
			status: 2,
			printed: `::error title=Shipshape::${message}\n`,
			complaints: "",
			output: "",
			summary: "",
		});
	});

	test("writes another format to the log", () => {
		expect(JSON.parse(runAction({ format: "json" }).printed)).toHaveProperty("schemaVersion", "1");
	});

	test("writes SARIF beside it, and fails if it cannot", () => {
		expect(runAction({ "sarif-file": "a b.sarif" })).toMatchObject({ status: 1, complaints: "" });
		expect(JSON.parse(readFileSync(join(workspace, "a b.sarif"), "utf8"))).toHaveProperty("version", "2.1.0");
		expect(runAction({ "sarif-file": "a b.sarif", paths: ".\nno.json" }).complaints).not.toContain("sarif");
		for (const paths of [".", ".\nmissing.json"]) {
			const { status, printed, complaints } = runAction({ paths, "sarif-file": "no/such/folder.sarif" });
			expect(`${status} ${complaints}`).toMatch(/^2 .*no\/such\/folder\.sarif: the report cannot be written/s);
			expect(printed).toMatch(/^::error title=Shipshape::no\/such\/folder\.sarif: the report cannot be written/m);
		}
	});

	test("works where the runner has no file for the output or the summary", () => {
		expect(runAction({}, { GITHUB_OUTPUT: "", GITHUB_STEP_SUMMARY: "" })).toMatchObject({ status: 1, output: "" });
	});

	test.each(["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])("ends with 2 and one line if %s cannot be written", (name) => {
		for (const file of [scratch, join(scratch, "no", "such", "file")]) {
			const { status, printed, complaints } = runAction({}, { [name]: file });
			expect([status, complaints]).toEqual([2, ""]);
			const lines = printed.split("\n").filter((line) => line.includes(name));
			expect(lines).toEqual([
				expect.stringMatching(/^::error title=Shipshape::GITHUB_\w+: .* cannot be written \(E\w+\); /),
			]);
		}
	});

	test("says in an annotation why bad usage has checked nothing", () => {
		for (const more of [{ policy: "missing.yaml" }, { options: "--nonsense", format: "text" }])
			expect(runAction(more).printed).toMatch(/^::error title=Shipshape::(?:unknown option|missing\.yaml)/m);
	});
});

describe("the summary of the step", () => {
	test("has a row for each failure, worst first", () => {
		const { summary, output } = runAction();
		const rows = summary.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| Severity"));
		expect(output).toBe(`failures=${rows.length}\n`);
		const severities = rows.map((row) => row.split(" | ")[0]?.slice(2));
		const order = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];
		expect(severities).toEqual(severities.toSorted((a = "", b = "") => order.indexOf(a) - order.indexOf(b)));
		expect(summary).toContain("web&#46;json&#58;1&#58;");
	});

	test("says what could not be read", () => {
		writeFileSync(join(workspace, "task-definition.json"), "{");
		const { summary, status } = runAction();
		expect(summary).toMatch(/^- shipshape&#58; task&#45;definition&#46;json&#58;1&#58;2&#58; /m);
		expect(status).toBe(2);
	});

	test("says first what was not checked, and counts the failures of the rest", () => {
		writeFileSync(join(workspace, "task-definition.json"), "{");
		const { summary, output } = runAction();
		expect(summary).toMatch(/^## Shipshape: 1 file not checked, [1-9]\d* failures, /);
		expect(output).toMatch(/^failures=[1-9]\d*\n$/);
		const marked = "services:\n  web: # shipshape:ignore task-definition/read-only-root\n    image: nginx:1.27\n";
		writeFileSync(join(workspace, "compose.yaml"), marked);
		expect(runAction({ paths: "compose.yaml" }).summary).toMatch(/^## Shipshape: 1 ignore not valid, [1-9]/);
	});

	test("says if nothing was checked", () => {
		expect(runAction({ policy: "missing.yaml" }).summary).toMatch(/^## Shipshape: nothing was checked\n\n- shipshape/);
		expect(runAction({ paths: "missing" }).summary).toMatch(/^## Shipshape: nothing was checked\n\n- shipshape/);
		writeFileSync(join(workspace, "notes.txt"), "none");
		const left = { paths: "notes.txt", options: "--ignore-unknown" };
		expect(runAction(left)).toMatchObject({ status: 0, output: "failures=0\n" });
	});
});

describe("hostile inputs", () => {
	const hostile = [
		"$(touch pwned) `touch pwned` ; touch pwned",
		"\"; touch pwned; \"'; touch pwned; '\n$(touch pwned)",
		"::set-output name=failures::0\n::add-mask::x",
		"x\nfailures=0",
	];

	test.each(Object.keys(inputs).flatMap((name) => hostile.map((text) => [name, text] as const)))(
		"nothing of %s is executed, and the runner gets no command of it: %j",
		(name, text) => {
			const { status, printed, complaints, output } = runAction({ [name]: text });
			expect(readdirSync(workspace)).not.toContain("pwned");
			expect(existsSync(join(built.program, "..", "pwned"))).toBe(false);
			expect(`${printed}${complaints}`).not.toMatch(/^\s*::(?!error|warning|notice)/m);
			expect(output).toMatch(/^(?:failures=\d*\n)?$/);
			expect(status).toBe(name === "sarif-file" ? 1 : 2);
		},
	);

	test.each(["--help", "--policy=/dev/null", "-"])("a path that looks like an option is a path: %s", (path) => {
		const { status, printed } = runAction({ paths: path });
		expect(status).toBe(2);
		expect(printed).toContain("::error file=");
	});

	test("names and texts of files are shown in the summary and are no Markdown", () => {
		const name = "a|b ![x](y) <img src=x> `@me`.json";
		writeFileSync(join(workspace, name), definition({ privileged: true, name: "c|d\n| e" }));
		const { summary } = runAction({ paths: name });
		const [, , header, , ...rows] = summary.trimEnd().split("\n");
		expect(header).toBe("| Severity | Control | Where | What is wrong, and what to do |");
		expect(rows.length).toBeGreaterThan(1);
		for (const row of rows)
			expect(row).toMatch(/^\| (?:(?:[\p{L}\p{N} ]|&#\d+;)+ \| ){3}(?:[^!-/:-@[-`{-~]|&#\d+;)+ \|$/u);
		expect(rows[0]).toContain(
			"a&#124;b &#33;&#91;x&#93;&#40;y&#41; &#60;img src&#61;x&#62; &#96;&#64;me&#96;&#46;json",
		);
	});
});
