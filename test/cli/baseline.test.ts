import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("baseline");
const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";

function writeFiles(...controls: readonly string[]): void {
	write(".git/HEAD");
	write("shipshape.yaml", ...onlyControls(...(controls.length === 0 ? [root] : controls)));
	write("a/web.json", JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "a:1" }] }));
	write("b/compose.yaml", "services:", "  db: {image: 'b:1'}");
}

const listed = () => JSON.parse(readFileSync("base.json", "utf8")) as { failures: readonly Record<string, unknown>[] };
const check = (...args: readonly string[]) => runCli(["check", ...args]);

describe("--write-baseline lists what fails, and --baseline hides just that:", () => {
	test("from nothing to a passing check", async () => {
		writeFiles();
		expect((await check(".")).status).toBe(1);
		const written = await check("a", "b", "--write-baseline", "base.json");
		expect(written).toMatchObject({ status: 0, errors: [] });
		expect(written.printed.split("\n")[0]).toMatch(/; 2 failures written to the baseline base\.json$/);
		const { status, printed, errors } = await check("a", "b", "--baseline", "base.json");
		expect([status, errors]).toEqual([0, []]);
		const counts = "no failures, 0 unknown, 0 passed, 0 not applicable";
		expect(printed.split("\n")[0]).toBe(`2 files: ${counts}; 2 old failures hidden by the baseline base.json`);
	});

	test("the file is the same for the same failures, in whatever order and folder they are found", async () => {
		writeFiles();
		await check("a", "b", "--write-baseline", "base.json");
		const text = readFileSync("base.json", "utf8");
		expect(text).toBe(
			`{\n"baselineVersion": "1",\n"failures": [\n${[
				`{"file":"a/web.json","address":"web","container":"app","control":"${root}","severity":"HIGH"}`,
				`{"file":"b/compose.yaml","address":"db","container":"db","control":"${root}","severity":"HIGH"}`,
			].join(",\n")}\n]\n}\n`,
		);
		process.chdir("a");
		await check("../b/compose.yaml", "web.json", "--write-baseline", "../base.json");
		expect(readFileSync("../base.json", "utf8")).toBe(text);
		expect((await check("web.json", "../b", "--baseline", "../base.json")).status).toBe(0);
	});

	test("lines that move do not matter; another container, control, service or file does", async () => {
		writeFiles(root, user);
		await check("a", "b", "--write-baseline", "base.json");
		write("b/compose.yaml", "# moved", "name: shop", "services:", "", "  db:", "    image: b:2");
		expect((await check("a", "b", "--baseline", "base.json")).status).toBe(0);
		write("b/compose.yaml", "services:", "  db: {image: 'b:1'}", "  new: {image: 'b:1', user: '1000'}");
		const { status, printed } = await check("a", "b", "--baseline", "base.json");
		expect(status).toBe(1);
		expect(printed).toContain("2 files: 1 failure (1 HIGH)");
		expect(printed).toMatch(/HIGH {2}task-definition\/read-only-root {2}container new/);
		expect(printed).toContain("; 4 old failures hidden by the baseline base.json\n");
		write("c.json", readFileSync("a/web.json", "utf8"));
		expect((await check("c.json", "--baseline", "base.json")).status).toBe(1);
	});

	test("standard input has a place in it", async () => {
		writeFiles();
		const stdin = readFileSync("a/web.json", "utf8");
		await runCli(["check", "-", "--write-baseline", "base.json"], { stdin });
		expect(await runCli(["check", "-", "--baseline", "base.json"], { stdin })).toMatchObject({ status: 0, errors: [] });
	});
});

describe("what has been fixed since", () => {
	const fixed = (file: string, name: string) =>
		`shipshape: base.json: fixed since: ${file}#${name} ${root} container ${name === "web" ? "app" : name}`;

	test("is named with what removes it, and removing it leaves the rest", async () => {
		writeFiles();
		await check("a", "b", "--write-baseline", "base.json");
		write("b/compose.yaml", "services:", "  db: {image: 'b:1', read_only: true}");
		const { status, errors } = await check("a", "b", "--baseline", "base.json");
		const remedy = "shipshape: base.json: 1 failure is fixed since: remove with --write-baseline base.json";
		expect([status, errors]).toEqual([0, [remedy, fixed("b/compose.yaml", "db")]]);
		await check("a", "b", "--write-baseline", "base.json");
		expect(listed().failures).toHaveLength(1);
		expect((await check("a", "b", "--baseline", "base.json")).errors).toEqual([]);
	});

	test("is nothing in files that were not checked, and what they list is kept, unless the file is gone", async () => {
		writeFiles();
		await check("a", "b", "--write-baseline", "base.json");
		expect((await check("b", "--baseline", "base.json")).errors).toEqual([]);
		const { printed } = await check("b", "--write-baseline", "base.json");
		const kept = "; 2 failures written to the baseline base.json, with 1 of what was not checked in this run\n";
		expect([listed().failures.length, printed]).toEqual([2, expect.stringContaining(kept)]);
		rmSync("a/web.json");
		expect((await check("b", "--baseline", "base.json")).errors).toContain(fixed("a/web.json", "web"));
		await check("b", "--write-baseline", "base.json");
		expect(listed().failures).toHaveLength(1);
	});

	test("is nothing in a file that could not be read, which stays an error", async () => {
		writeFiles();
		await check("a", "b", "--write-baseline", "base.json");
		writeFileSync("a/web.json", "{");
		const { status, errors } = await check("a/web.json", "b", "--baseline", "base.json");
		expect([status, errors]).toEqual([2, [expect.stringContaining("a/web.json:1:2: ")]]);
		expect((await check("a/web.json", "b", "--write-baseline", "base.json")).status).toBe(2);
		expect(listed().failures).toHaveLength(2);
	});
});

test("a failure that is more severe than in the baseline is a new one", async () => {
	const host = "task-definition/host-paths";
	write("shipshape.yaml", ...onlyControls(host));
	const mounting = (path: string) =>
		write("compose.yaml", "services:", "  app:", "    image: a:1", `    volumes: ["${path}:/x"]`);
	mounting("/opt/data");
	await check("compose.yaml", "--write-baseline", "base.json");
	expect((await check("compose.yaml", "--baseline", "base.json")).status).toBe(0);
	mounting("/var/run/docker.sock");
	const { status, printed } = await check("compose.yaml", "--baseline", "base.json");
	expect([status, printed]).toEqual([1, expect.stringMatching(/CRITICAL {2}[\s\S]*the baseline has it as HIGH/)]);
});

describe("a baseline in another folder than it was written in", () => {
	test("is noted with the folder from which its paths start, and none of its failures counts as fixed", async () => {
		writeFiles();
		await check("a", "b", "--write-baseline", "base.json");
		write("moved/base.json", readFileSync("base.json", "utf8"));
		const { status, errors } = await check("a", "b", "--baseline", "moved/base.json");
		const from = `${process.cwd()}/moved`;
		const why = `none of the files of its 2 failures is there, and their paths start from its folder ${from}`;
		const what = "move it back if it was moved, or write it again with --write-baseline moved/base.json";
		expect([status, errors]).toEqual([1, [`shipshape: moved/base.json: ${why}; ${what}`]]);
		expect(await check("a", "b", "--write-baseline", "moved/base.json")).toMatchObject({ status: 0, errors: [] });
		expect(await check("a", "b", "--baseline", "moved/base.json")).toMatchObject({ status: 0, errors: [] });
	});

	test("is no news while one of its files is there, whether or not it is checked", async () => {
		writeFiles();
		await check("a", "b", "--write-baseline", "base.json");
		write("c.json", "{}");
		write("d.json", JSON.stringify({ family: "d", containerDefinitions: [{ name: "app", image: "a:1" }] }));
		expect(await check("d.json", "--baseline", "base.json")).toMatchObject({ status: 1, errors: [] });
	});

	test("is found through a link to it", async () => {
		writeFiles();
		await check("a", "--write-baseline", "base.json");
		symlinkSync(".", "linked");
		expect((await check(`${process.cwd()}/a`, "--baseline", "linked/base.json")).status).toBe(0);
	});
});

describe("formats", () => {
	test("say in JSON and SARIF that a failure is in the baseline, and text lists it with --all", async () => {
		writeFiles();
		await check("a", "--write-baseline", "base.json");
		const args = ["a", "--baseline", "base.json"];
		const { printed, errors } = await check(...args, "--format", "json");
		const { verdicts } = JSON.parse(printed) as VerdictReport;
		expect(verdicts).toEqual([expect.objectContaining({ status: "waived", inBaseline: true })]);
		expect(errors).toEqual(["shipshape: 1 old failure hidden by the baseline base.json"]);
		const [{ suppressions }] = JSON.parse((await check(...args, "--format", "sarif")).printed).runs[0].results;
		expect(suppressions).toEqual([{ kind: "external", status: "accepted", justification: "in the baseline" }]);
		expect((await check(...args, "--all")).printed).toContain(`WAIVED  ${root}`);
	});
});

describe("a baseline that is none is an error before anything is checked:", () => {
	const entry = { file: "a", address: null, container: null, control: root };
	test.each([
		["{", "base.json:1:2: the JSON ends too early; this is the baseline: correct it, or delete it and write it again"],
		["<<<<<<< HEAD", "base.json:1:1: not JSON; this is the baseline: correct it, or delete it"],
		[" ", "base.json: is empty; this is the baseline: correct it, or delete it and write it again"],
		["[]", "base.json:1:1: not a baseline of Shipshape; delete it and write it again with --write-baseline base.json"],
		['{"baselineVersion":"2","failures":[]}', 'base.json:1:20: not the baselineVersion "1"'],
		['{"baselineVersion":1,"failures":[]}', 'base.json:1:20: not the baselineVersion "1"'],
		['{"baselineVersion":"1","failures":{}}', "base.json:1:1: not a baseline of Shipshape"],
		['{"baselineVersion":"1","failures":[{"file":"a"}]}', "base.json:1:36: not a failure with a file and a control"],
		['{"baselineVersion":"1","failures":[null]}', "base.json:1:36: not a failure with a file and a control"],
		["\u0000\u0000", "base.json: is binary, not text"],
		[" ".repeat(17 * 1024 * 1024), "base.json: is 17 MiB; this is the baseline: correct it, or delete it"],
	])("%#", async (text, error) => {
		writeFiles();
		writeFileSync("base.json", text);
		for (const option of ["--baseline", "--write-baseline"]) {
			const { status, printed, errors } = await check("a", option, "base.json");
			expect([status, printed, errors]).toEqual([2, "", [expect.stringContaining(`shipshape: ${error}`)]]);
		}
		expect(readFileSync("base.json", "utf8")).toBe(text);
	});

	test("an empty file, such as mktemp makes, unless it is to be written", async () => {
		writeFiles();
		writeFileSync("base.json", "");
		expect(await check("a", "--baseline", "base.json")).toMatchObject({
			status: 2,
			errors: [expect.stringContaining("base.json: is empty; this is the baseline")],
		});
		expect(await check("a", "--write-baseline", "base.json")).toMatchObject({ status: 0, errors: [] });
		expect(listed().failures).toHaveLength(1);
	});

	test("what is none is never to be deleted: a folder, a device, a file to check", async () => {
		writeFiles();
		for (const option of ["--baseline", "--write-baseline"])
			for (const [path, error] of [
				["a", "a: is a folder; a baseline is a file, name one"],
				["/dev/null", "/dev/null: is a device or a socket, not a file; a baseline is a file, name one"],
				["task.json", "task.json:1:1: not a baseline of Shipshape; name another file"],
			] as const) {
				write("task.json", JSON.stringify({ family: "web" }));
				expect((await check("a", option, path)).errors).toEqual([`shipshape: ${error}`]);
			}
	});

	test("missing, given twice, or standard input", async () => {
		writeFiles();
		expect(await check("a", "--baseline", "base.json")).toMatchObject({
			status: 2,
			errors: ["shipshape: base.json: no such file; write it with --write-baseline base.json"],
		});
		const both = await check("a", "--baseline", "base.json", "--write-baseline", "base.json");
		expect(both).toMatchObject({ status: 2, errors: [expect.stringContaining("exclude each other")] });
		expect(await check("a", "--baseline", "-")).toMatchObject({ status: 2 });
		expect((await check("a", "--write-baseline", "no/folder.json")).errors[0]).toContain("create its folder first");
	});

	test("but a huge one with hostile names is read, and its names are printed on one line each", async () => {
		writeFiles();
		const failures = Array.from({ length: 50_000 }, (_, index) => ({ ...entry, file: `gone\n\u001b[31m${index}` }));
		const there = { ...entry, file: "b/compose.yaml" };
		write("base.json", JSON.stringify({ baselineVersion: "1", failures: [...failures, there] }));
		const { status, errors } = await check("a", "--baseline", "base.json");
		expect([status, errors.length]).toEqual([1, 12]);
		for (const hidden of ["\n", "\u001b"]) expect(errors.join("")).not.toContain(hidden);
		expect(errors.at(-1)).toBe("shipshape: base.json: and 49990 more");
	});
});
