import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { version } from "../../cli/version.ts";
import { controls } from "../../controls/index.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "check-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

const definition = (more: object = {}) =>
	JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27", ...more }] }, null, 1);
const only = "controls:\n";
/** A policy that enables only one control. */
const policyOf = (id: string, settings = ""): string =>
	`${only}${controls
		.map((control) => `  ${control.id}: { enabled: ${control.id === id}${control.id === id ? settings : ""} }`)
		.join("\n")}\n`;

const write = (name: string, text: string): string => {
	mkdirSync(join(name, ".."), { recursive: true });
	writeFileSync(name, text);
	return name;
};

const readOnly = "task-definition/read-only-root";

describe("the exit status", () => {
	const policy = (settings = "") => ["--policy", write("one.yaml", policyOf(readOnly, settings))];

	test("is 0 when nothing failed", async () => {
		write("good.json", definition({ readonlyRootFilesystem: true }));
		expect(await runCli(["check", "good.json", ...policy()])).toEqual({
			status: 0,
			printed: `1 file: no failures, 0 unknown, 1 passed, 0 not applicable\nshipshape ${version()}, policy one.yaml\n`,
			errors: [],
		});
	});

	test("is 1 when a control fails, and the failure is printed with its location", async () => {
		write("bad.json", definition({ readonlyRootFilesystem: false }));
		const { status, printed } = await runCli(["check", "bad.json", ...policy()]);
		expect(status).toBe(1);
		expect(printed).toContain(`bad.json:7:4  HIGH  ${readOnly}  container app\n`);
	});

	test("is 0 when the policy sets blocking: false for the control that fails", async () => {
		expect((await runCli(["check", "bad.json", ...policy(", blocking: false")])).status).toBe(0);
	});

	test("is 1 when a scope of the policy sets blocking: true again", async () => {
		const scoped = `${policyOf(readOnly, ", blocking: false")}scopes:\n  - match: { family: [web] }\n    controls: { ${readOnly}: { blocking: true } }\n`;
		expect((await runCli(["check", "bad.json", "--policy", write("scoped.yaml", scoped)])).status).toBe(1);
	});

	const privileged = "task-definition/not-privileged";
	test("is 3 when a verdict is unknown and --strict was given, and 0 without --strict", async () => {
		write("open.json", definition({ privileged: "yes" }));
		const args = ["check", "open.json", "--policy", write("unknown.yaml", policyOf(privileged))];
		expect(await runCli([...args, "--strict"])).toMatchObject({ status: 3 });
		expect((await runCli(args)).printed).toContain(`  ${privileged}: 1 unknown\n`);
		expect(await runCli(args)).toMatchObject({ status: 0 });
	});

	test("is 2 when a file could not be read, even with failures, and 1 rather than 3 when a control fails", async () => {
		write("broken.json", "{");
		const both = await runCli(["check", "bad.json", "broken.json", ...policy(), "--strict"]);
		expect(both).toMatchObject({
			status: 2,
			errors: ["shipshape: broken.json:1:2: the JSON ends too early; write the rest of it"],
		});
		expect(both.printed).toContain("1 failure (1 HIGH)");
		const two = controls.map(({ id }) => `  ${id}: { enabled: ${[readOnly, privileged].includes(id)} }`).join("\n");
		const strict = await runCli(["check", "open.json", "--strict", "--policy", write("two.yaml", `${only}${two}\n`)]);
		expect(strict.status).toBe(1);
	});
});

describe("bad usage exits with 2 and one line", () => {
	test.each([
		[["check"], "check needs a path; write a file, a folder, or - for standard input"],
		[["check", "", "x"], "check needs a path; write a file, a folder, or - for standard input"],
		[["check", "x", "--all", "-q"], "--all and --quiet exclude each other; write one of them"],
		[["chekc", "x"], 'unknown command "chekc"; write "check"'],
		[
			["audit"],
			"audit is not available yet; write one of check, fix, explain, gate, slack-preview, doctor, redrive, uninstall, completion",
		],
		[["check", "x", "--formt", "json"], 'unknown option "--formt"; write "--format"'],
		[
			["check", "x", "--format", "html"],
			"--format html is not available yet; write one of text, json, sarif, junit, github, gitlab or csv",
		],
		[["check", "x", "--as", "composer"], '--as does not accept "composer"; write "compose"'],
		[["check", "x", "--policy", "gone.yaml"], "gone.yaml: no such file; name one that exists"],
		[
			["toString"],
			'unknown command "toString"; write one of check, fix, explain, gate, slack-preview, doctor, redrive, uninstall or completion',
		],
	])("%j", async (args, error) => {
		const { errors, ...rest } = await runCli(args);
		expect(rest).toEqual({ status: 2, printed: "" });
		expect(errors).toEqual([`shipshape: ${error}`]);
	});
});

test("--help and --version print to standard output and exit with 0", async () => {
	expect(await runCli(["--help"])).toMatchObject({ status: 0, errors: [] });
	expect(await runCli([])).toMatchObject({ status: 2 });
	for (const command of ["check", "explain"]) {
		const { status, printed } = await runCli([command, "--help"]);
		expect([status, printed.split("\n")[0]]).toEqual([0, expect.stringMatching(`^shipshape ${command} `)]);
	}
	const { version: own } = JSON.parse(readFileSync(join(before, "package.json"), "utf8")) as { version: string };
	expect(await runCli(["--version"])).toEqual({ status: 0, printed: `${own}\n`, errors: [] });
});

describe("the report", () => {
	const args = () => ["check", write("bad.json", definition()), "--format", "json"];

	test("is printed, or written to a file with a summary on standard error", async () => {
		const { printed } = await runCli(args());
		const { summary, verdicts } = JSON.parse(printed) as VerdictReport;
		expect(verdicts.filter(({ status }) => status === "fail")).toHaveLength(summary.fail);
		const toFile = await runCli([...args(), "--output", "report.json"]);
		expect(toFile.printed).toBe("");
		expect(toFile.errors).toEqual([expect.stringMatching(/^shipshape: report.json: 1 file: \d+ failures/)]);
		expect(readFileSync("report.json", "utf8")).toBe(printed);
		expect(readdirSync(".").filter((name) => name.includes("part"))).toEqual([]);
		expect((await runCli([...args(), "--output", "report.json", "--quiet"])).errors).toEqual([]);
	});

	test("is written to the target of a symbolic link", async () => {
		write("behind.json", "old");
		symlinkSync("behind.json", "link.json");
		await runCli([...args(), "--output", "link.json"]);
		expect(readFileSync("behind.json", "utf8")).toMatch(/^\{/);
	});

	test.each([
		["a missing folder", "none/report.json", "(ENOENT); create its folder first"],
		["a folder", ".", "(EISDIR); it is a folder, choose a file in it"],
		["a full disk", "/dev/full", "(ENOSPC); the disk is full, free some space"],
	])("exits with 2 when it cannot be written: %s", async (_, output, why) => {
		expect(await runCli([...args(), "--output", output])).toEqual({
			status: 2,
			printed: "",
			errors: [`shipshape: ${output}: the report cannot be written ${why}`],
		});
	});

	test("exits with 2 when standard output is closed early", async () => {
		const print = () => Promise.reject(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
		const { status, errors } = await runCli(args(), { print });
		expect(status).toBe(2);
		expect(errors).toEqual([
			"shipshape: standard output was closed before the report was complete; read all of it, or write the report with --output FILE",
		]);
	});
});

test("terminals get colors, unless --no-color is given", async () => {
	write("bad.json", definition());
	expect((await runCli(["check", "bad.json"], { colors: true })).printed).toContain("\u001b[31m");
	expect((await runCli(["check", "bad.json", "--no-color"], { colors: true })).printed).not.toContain("\u001b");
});

describe("waivers that need attention", () => {
	const waiver = (expires: string, resource = "bad.json") =>
		`waivers:\n  - control: ${readOnly}\n    resource: ${resource}\n    reason: migration\n    owner: ops\n    expires: ${expires}\n`;
	const errorsWith = async (file: string, waivers: string) => {
		write("waived.yaml", `${policyOf(readOnly)}${waivers}`);
		const line = policyOf(readOnly).split("\n").length + 1;
		const { status, errors } = await runCli(["check", file, "--policy", "waived.yaml"]);
		return { status, errors: errors.map((one) => one.replace(`waived.yaml:${line}:5`, "PLACE")) };
	};

	test("does not report a waiver that applies", async () => {
		expect(await errorsWith("bad.json", waiver("2999-12-31"))).toEqual({ status: 0, errors: [] });
	});

	test("reports an expired waiver, and its failure counts", async () => {
		expect(await errorsWith("bad.json", waiver("2020-01-01"))).toEqual({
			status: 1,
			errors: ["shipshape: PLACE: waiver 1 expired on 2020-01-01; its failure counts again"],
		});
	});

	test("reports a waiver whose subject passes", async () => {
		expect(await errorsWith("good.json", waiver("2999-12-31", "good.json"))).toEqual({
			status: 0,
			errors: [
				"shipshape: PLACE: waiver 1 no longer hides anything: its resource was checked in this run and does not fail; remove it",
			],
		});
	});

	test("does not report a waiver for a subject that was not checked", async () => {
		expect((await errorsWith("good.json", waiver("2999-12-31"))).errors).toEqual([]);
	});
});

test("uses shipshape.yaml of the working directory", async () => {
	write("shipshape.yaml", policyOf(readOnly));
	const { printed } = await runCli(["check", "good.json"]);
	rmSync("shipshape.yaml");
	expect(printed).toBe(
		`1 file: no failures, 0 unknown, 1 passed, 0 not applicable\nshipshape ${version()}, policy shipshape.yaml\n`,
	);
});

test("checks a file once, however often it is named", async () => {
	write("once/good.json", definition({ readonlyRootFilesystem: true }));
	const { printed } = await runCli(["check", "once/good.json", "./once/good.json", "once", "--format", "json"]);
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	expect(new Set(verdicts.map(({ subject }) => subject))).toEqual(new Set(["once/good.json"]));
	expect(verdicts.filter(({ control }) => control === readOnly)).toHaveLength(1);
});
