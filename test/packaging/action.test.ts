import { spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { type BuiltCommandLine, builtCommandLine } from "../support/built-command-line.ts";
import { textOf } from "../support/docs.ts";

interface Step {
	readonly id?: string;
	readonly shell: string;
	readonly run: string;
	readonly env?: Readonly<Record<string, string>>;
}

interface Action {
	readonly inputs: Readonly<Record<string, { readonly default: string }>>;
	readonly outputs: Readonly<Record<string, { readonly value: string }>>;
	readonly runs: { readonly using: string; readonly steps: readonly [Step, Step] };
}

const { inputs, outputs, runs } = parse(textOf("action.yml")) as Action;
const [install, check] = runs.steps;

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

/** Runs a step as the runner does: the script in a file, `bash --noprofile --norc -eo pipefail`, its output in files. */
function runAction(
	step: Step,
	given: Readonly<Record<string, string>> = {},
	actionPath = dirname(dirname(built.program)),
) {
	const script = join(scratch, "step.sh");
	const output = join(scratch, "output");
	writeFileSync(script, step.run);
	writeFileSync(output, "");
	const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value, given)]);
	const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
		cwd: workspace,
		encoding: "utf8",
		env: {
			PATH: `${given["path-first"] ?? ""}${dirname(process.execPath)}:/usr/bin:/bin`,
			GITHUB_ACTION_PATH: actionPath,
			GITHUB_OUTPUT: output,
			GITHUB_WORKSPACE: workspace,
			...Object.fromEntries(env),
		},
	});
	return { status, printed: stdout, complaints: stderr, output: readFileSync(output, "utf8") };
}

function evaluated(expression: string, given: Readonly<Record<string, string>>): string {
	const [, name = ""] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression) ?? [];
	const declared = inputs[name];
	if (declared === undefined) throw new Error(`${expression} is no input`);
	return given[name] ?? declared.default;
}

describe("action.yml", () => {
	test("no script has an expression in it, every input is passed as a variable", () => {
		expect(runs.using).toBe("composite");
		for (const { run, shell } of runs.steps) {
			expect(shell).toBe("bash");
			expect(run).not.toContain("${{");
		}
		const passed = Object.values(check.env ?? {}).map((value) => /inputs\.([a-z-]+)/.exec(value)?.[1]);
		expect(passed.sort()).toEqual(Object.keys(inputs).sort());
		expect(outputs["failures"]?.value).toBe(`\${{ steps.${check.id}.outputs.failures }}`);
	});

	test("works in bash 3.2 too, which macOS has: no mapfile, no associative arrays", () => {
		for (const { run } of runs.steps) expect(run).not.toMatch(/mapfile|readarray|declare -A|\$\{\w+(?:,,|\^\^)\}/);
	});
});

describe("installing", () => {
	const actionPath = join(scratch, "the action");
	const bin = join(scratch, "bin");
	beforeEach(() => {
		for (const folder of [actionPath, bin]) {
			rmSync(folder, { recursive: true, force: true });
			mkdirSync(folder, { recursive: true });
		}
		mkdirSync(join(actionPath, "scripts"));
		writeFileSync(join(actionPath, "scripts", "build.mjs"), 'console.log("built");');
		writeFileSync(join(bin, "npm"), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
		chmodSync(join(bin, "npm"), 0o755);
	});

	test("installs and builds where nothing is built, and runs no package's script", () => {
		const { status, printed } = runAction(install, { "path-first": `${bin}:` }, actionPath);
		expect(printed.split("\n")).toEqual(["ci", "--prefix", actionPath, "--ignore-scripts", "built", ""]);
		expect(status).toBe(0);
	});

	test("does neither where it is built", () => {
		expect(runAction(install, { "path-first": `${bin}:` })).toEqual({
			status: 0,
			printed: "",
			complaints: "",
			output: "",
		});
	});

	test("says it when Node is too old", () => {
		writeFileSync(join(bin, "node"), "#!/bin/sh\nexit 1\n");
		chmodSync(join(bin, "node"), 0o755);
		const { status, printed } = runAction(install, { "path-first": `${bin}:` }, actionPath);
		expect(printed).toBe(
			"::error title=Shipshape::needs Node 20.19 or later; add actions/setup-node before this step\n",
		);
		expect(status).toBe(2);
	});
});

describe("checking", () => {
	test("by default everything, as annotations; the failures are counted", () => {
		const { status, printed, output } = runAction(check);
		expect(printed).toContain("::error file=task definitions/web.json,line=1,");
		expect(Number(/^failures=(\d+)\n$/.exec(output)?.[1])).toBe(printed.match(/^::error /gm)?.length);
		expect(status).toBe(1);
	});

	test("the status is passed on: 0, 2 and 3", () => {
		expect(runAction(check, { paths: "missing" })).toMatchObject({ status: 2 });
		expect(runAction(check, { format: "nonsense" })).toMatchObject({ status: 2 });
		const { verdicts } = JSON.parse(runAction(check, { format: "json" }).printed) as VerdictReport;
		const failing = new Set(verdicts.filter(({ status }) => status === "fail").map(({ control }) => control));
		const off = `controls:\n${[...failing].map((id) => `  ${id}: { enabled: false }\n`).join("")}`;
		writeFileSync(join(workspace, "off.yaml"), off);
		expect(runAction(check, { policy: "off.yaml", strict: "true" })).toMatchObject({
			status: 3,
			output: "failures=0\n",
		});
		expect(runAction(check, { policy: "off.yaml" })).toMatchObject({ status: 0, output: "failures=0\n" });
	});

	test("paths and the policy may have spaces, one path a line", () => {
		writeFileSync(join(workspace, "other.json"), definition({ privileged: true }));
		const { printed } = runAction(check, {
			paths: "task definitions/web.json\r\n\nother.json\n",
			policy: "policy file.yaml",
		});
		expect(printed).toContain("::warning file=task definitions/web.json");
		expect(printed).toContain("::error file=other.json");
	});

	test("another format", () => {
		expect(JSON.parse(runAction(check, { format: "json" }).printed)).toHaveProperty("schemaVersion", "1");
	});

	test("SARIF beside it; a report that cannot be written fails", () => {
		expect(runAction(check, { "sarif-file": "a b.sarif" })).toMatchObject({ status: 1, complaints: "" });
		expect(JSON.parse(readFileSync(join(workspace, "a b.sarif"), "utf8"))).toHaveProperty("version", "2.1.0");
		const { status, complaints } = runAction(check, { "sarif-file": "no/such/folder.sarif" });
		expect(complaints).toContain("no/such/folder.sarif: the report cannot be written");
		expect(status).toBe(2);
	});

	test("strict is true or false", () => {
		expect(runAction(check, { strict: "yes" })).toMatchObject({ status: 2, output: "" });
	});

	const hostile = [
		"$(touch pwned) `touch pwned` ; touch pwned",
		"\"; touch pwned; \"'; touch pwned; '\n$(touch pwned)",
	];

	test.each(Object.keys(inputs).flatMap((name) => hostile.map((text) => [name, text] as const)))(
		"nothing of %s is executed: %j",
		(name, text) => {
			const { status } = runAction(check, { [name]: text });
			expect(readdirSync(workspace)).not.toContain("pwned");
			expect(existsSync(join(built.program, "..", "pwned"))).toBe(false);
			expect(status).toBe(name === "sarif-file" ? 1 : 2);
		},
	);

	test.each(["--help", "--policy=/dev/null", "-"])("a path that looks like an option is a path: %s", (path) => {
		const { status, printed } = runAction(check, { paths: path });
		expect(status).toBe(2);
		expect(printed).toContain("::error file=");
	});
});
