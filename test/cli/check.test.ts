import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { controls } from "../../controls/index.ts";
import { ran } from "../support/terminal.ts";

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
/** A policy by which one control alone judges. */
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

	test("0: nothing failed", async () => {
		write("good.json", definition({ readonlyRootFilesystem: true }));
		expect(await ran(["check", "good.json", ...policy()])).toEqual({
			status: 0,
			printed: "1 file: no failures, 0 unknown, 1 passed, 0 not applicable\n",
			complaints: [],
		});
	});

	test("1: a failure, with its place", async () => {
		write("bad.json", definition({ readonlyRootFilesystem: false }));
		const { status, printed } = await ran(["check", "bad.json", ...policy()]);
		expect(status).toBe(1);
		expect(printed).toContain(`bad.json:7:4  HIGH  ${readOnly}  container app\n`);
	});

	test("0: the policy says that the failure stops nothing", async () => {
		expect((await ran(["check", "bad.json", ...policy(", blocking: false")])).status).toBe(0);
	});

	test("1: a scope says otherwise", async () => {
		const scoped = `${policyOf(readOnly, ", blocking: false")}scopes:\n  - match: { family: [web] }\n    controls: { ${readOnly}: { blocking: true } }\n`;
		expect((await ran(["check", "bad.json", "--policy", write("scoped.yaml", scoped)])).status).toBe(1);
	});

	const pinned = "task-definition/image-vulnerabilities";
	test("3: something is not known and --strict was given; 0 without", async () => {
		const args = ["check", "bad.json", "--policy", write("unknown.yaml", policyOf(pinned))];
		expect(await ran([...args, "--strict"])).toMatchObject({ status: 3 });
		expect((await ran(args)).printed).toContain(`  ${pinned}: 1 not judged\n`);
		expect(await ran(args)).toMatchObject({ status: 0 });
	});

	test("2 before 1 before 3: something could not be read", async () => {
		write("broken.json", "{");
		const both = await ran(["check", "bad.json", "broken.json", ...policy(), "--strict"]);
		expect(both).toMatchObject({
			status: 2,
			complaints: ["shipshape: broken.json:1:2: the text ends before the JSON does; write the rest of it"],
		});
		expect(both.printed).toContain("1 failure (1 HIGH)");
		const two = controls.map(({ id }) => `  ${id}: { enabled: ${[readOnly, pinned].includes(id)} }`).join("\n");
		const strict = await ran(["check", "bad.json", "--strict", "--policy", write("two.yaml", `${only}${two}\n`)]);
		expect(strict.status).toBe(1);
	});
});

describe("bad usage is 2 and one line", () => {
	test.each([
		[["check"], "check needs a path; write a file, a folder, or - for standard input"],
		[["chekc", "x"], 'there is no command "chekc"; write "check"'],
		[["audit"], "audit is not available yet; write check, fix, explain"],
		[["check", "x", "--formt", "json"], 'there is no option "--formt"; write "--format"'],
		[
			["check", "x", "--format", "html"],
			"--format html is not available yet; write text, json, sarif, junit, github or csv",
		],
		[["check", "x", "--as", "composer"], '--as "composer" is none that there is; write "compose"'],
		[["check", "x", "--policy", "gone.yaml"], "gone.yaml: there is no such file; name one that exists"],
		[["toString"], 'there is no command "toString"; write check, fix or explain'],
	])("%j", async (args, complaint) => {
		const { complaints, ...rest } = await ran(args);
		expect(rest).toEqual({ status: 2, printed: "" });
		expect(complaints).toEqual([`shipshape: ${complaint}`]);
	});
});

test("help and version", async () => {
	expect(await ran(["--help"])).toMatchObject({ status: 0, complaints: [] });
	expect(await ran([])).toMatchObject({ status: 2 });
	for (const command of ["check", "explain"]) {
		const { status, printed } = await ran([command, "--help"]);
		expect([status, printed.split("\n")[0]]).toEqual([0, expect.stringMatching(`^shipshape ${command} `)]);
	}
	const { version } = JSON.parse(readFileSync(join(before, "package.json"), "utf8")) as { version: string };
	expect(await ran(["--version"])).toEqual({ status: 0, printed: `${version}\n`, complaints: [] });
});

describe("the report", () => {
	const args = () => ["check", write("bad.json", definition()), "--format", "json"];

	test("is printed, or is in a file, whole, with a line that says so", async () => {
		const { printed } = await ran(args());
		const { summary, verdicts } = JSON.parse(printed) as VerdictReport;
		expect(verdicts.filter(({ status }) => status === "fail")).toHaveLength(summary.fail);
		const toFile = await ran([...args(), "--output", "report.json"]);
		expect(toFile.printed).toBe("");
		expect(toFile.complaints).toEqual([expect.stringMatching(/^shipshape: report.json: 1 file: \d+ failures/)]);
		expect(readFileSync("report.json", "utf8")).toBe(printed);
		expect(readdirSync(".").filter((name) => name.includes("part"))).toEqual([]);
		expect((await ran([...args(), "--output", "report.json", "--quiet"])).complaints).toEqual([]);
	});

	test("goes through a link to the file behind it", async () => {
		write("behind.json", "old");
		symlinkSync("behind.json", "link.json");
		await ran([...args(), "--output", "link.json"]);
		expect(readFileSync("behind.json", "utf8")).toMatch(/^\{/);
	});

	test.each([
		["a folder that is not there", "none/report.json", "(ENOENT); make its folder first"],
		["a folder", ".", "(EISDIR); it is a folder, name a file in it"],
		["a full disk", "/dev/full", "(ENOSPC); the disk is full, make room"],
	])("that cannot be written is 2: %s", async (_, output, why) => {
		expect(await ran([...args(), "--output", output])).toEqual({
			status: 2,
			printed: "",
			complaints: [`shipshape: ${output}: the report cannot be written ${why}`],
		});
	});

	test("that nobody reads to its end is 2", async () => {
		const print = () => Promise.reject(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
		const { status, complaints } = await ran(args(), { print });
		expect(status).toBe(2);
		expect(complaints).toEqual([
			"shipshape: standard output was closed before the report was whole; read all of it, or write the report with --output FILE",
		]);
	});
});

test("colours are for terminals", async () => {
	write("bad.json", definition());
	expect((await ran(["check", "bad.json"], { colours: true })).printed).toContain("\u001b[31m");
	expect((await ran(["check", "bad.json", "--no-color"], { colours: true })).printed).not.toContain("\u001b");
});

describe("waivers that somebody should look at", () => {
	const waiver = (expires: string, resource = "bad.json") =>
		`waivers:\n  - control: ${readOnly}\n    resource: ${resource}\n    reason: migration\n    owner: ops\n    expires: ${expires}\n`;
	const complaintsWith = async (file: string, waivers: string) => {
		write("waived.yaml", `${policyOf(readOnly)}${waivers}`);
		const line = policyOf(readOnly).split("\n").length + 1;
		const { status, complaints } = await ran(["check", file, "--policy", "waived.yaml"]);
		return { status, complaints: complaints.map((one) => one.replace(`waived.yaml:${line}:5`, "PLACE")) };
	};

	test("one that holds is not pointed out", async () => {
		expect(await complaintsWith("bad.json", waiver("2999-12-31"))).toEqual({ status: 0, complaints: [] });
	});

	test("one that is over, and its failure counts", async () => {
		expect(await complaintsWith("bad.json", waiver("2020-01-01"))).toEqual({
			status: 1,
			complaints: ["shipshape: PLACE: waiver 1 expired on 2020-01-01; its failure counts again"],
		});
	});

	test("one that hides nothing any more", async () => {
		expect(await complaintsWith("good.json", waiver("2999-12-31", "good.json"))).toEqual({
			status: 0,
			complaints: [
				"shipshape: PLACE: waiver 1 hides nothing any more: what it is about was judged in this run and does not fail; take it out",
			],
		});
	});

	test("one about something else is left alone", async () => {
		expect((await complaintsWith("good.json", waiver("2999-12-31"))).complaints).toEqual([]);
	});
});

test("the policy of the folder is used when there is one", async () => {
	write("shipshape.yaml", policyOf(readOnly));
	const { printed } = await ran(["check", "good.json"]);
	rmSync("shipshape.yaml");
	expect(printed).toBe("1 file: no failures, 0 unknown, 1 passed, 0 not applicable\n");
});

test("a file is judged once, however it is named", async () => {
	write("once/good.json", definition({ readonlyRootFilesystem: true }));
	const { printed } = await ran(["check", "once/good.json", "./once/good.json", "once", "--format", "json"]);
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	expect(new Set(verdicts.map(({ subject }) => subject))).toEqual(new Set(["once/good.json"]));
	expect(verdicts.filter(({ control }) => control === readOnly)).toHaveLength(1);
});
