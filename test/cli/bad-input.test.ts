import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type BuiltCommandLine, builtCommandLine, runProgram } from "../support/built-command-line.ts";

/** Rows C01 to C05 of the fault matrix, on the built program: one line each, exit status 2, other files are still checked. */
const folder = mkdtempSync(join(tmpdir(), "bad-input-"));
let built: BuiltCommandLine;

beforeAll(() => {
	built = builtCommandLine();
	writeFileSync(join(folder, "good.json"), good);
});
afterAll(() => {
	built.remove();
	rmSync(folder, { recursive: true, force: true });
});

const definition = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27" }] };
const good = JSON.stringify(definition, null, 1);
const bomb = [
	'a0: &a0 ["lol"]',
	...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(", ")}]`),
	"services: *a9",
].join("\n");

type Make = (path: string) => void;
const text =
	(content: string | Uint8Array): Make =>
	(path) =>
		writeFileSync(path, content);

const bad: readonly (readonly [string, string, Make, string])[] = [
	["an empty file", "empty.json", text(""), ": is empty; "],
	["an empty YAML file", "empty.yaml", text("\ufeff\n"), ": is empty; "],
	["UTF-16", "utf16.json", text(Buffer.from(good, "utf16le")), ": is UTF-16; save it as UTF-8"],
	["binary", "binary.json", text(Uint8Array.from({ length: 999 }, (_, i) => i)), ": is binary, not text; "],
	["a wrong byte", "latin1.yaml", text(Buffer.from("services: # ü\n", "latin1")), ":1:13: a byte that is not UTF-8; "],
	["truncated JSON", "cut.json", text(good.slice(0, 60)), ":5:10: the JSON ends too early; "],
	["a comment", "comment.json", text(good.replace("{", "{ // why")), ":1:3: JSON does not allow comments; "],
	[
		"a trailing comma",
		"comma.json",
		text(good.replace(/\n\}$/, ",\n}")),
		":9:1: a key in double quotes is missing here; ",
	],
	["a duplicate key", "twice.json", text('{"containerDefinitions":[],\n"containerDefinitions":[]}'), ":2:1: the key "],
	["a duplicate key in YAML", "twice.yaml", text("services:\n  a: {}\n  a: {}\n"), ":3:3: "],
	["a YAML bomb", "bomb.yaml", text(bomb), ":7:9: the aliases expand to too many values; "],
	[
		"code in YAML",
		"code.yaml",
		text("services:\n  a: !!js/function 'process.exit(7)'\n"),
		":2:20: the tag tag:yaml.org,2002:js/function is not ",
	],
	["no JSON", "bare.json", text('},{"containerDefinitions": []}'), ":1:1: a value is missing here; "],
	[
		"no braces",
		"open.json",
		text('"containerDefinitions": [{"name": "b"'),
		":1:23: there is text after the end of the JSON; ",
	],
	["YAML that ends early", "cut.yaml", text("services:\n  web: [a, {b: \n"), ":2:16: not YAML: "],
	["deeply nested lists", "deep.json", text("[".repeat(100_000)), ":1:1: nested too deeply; "],
	[
		"200 MiB",
		"large.json",
		(path) => {
			writeFileSync(path, "{");
			truncateSync(path, 200 * 1024 * 1024);
		},
		": is 200 MiB; ",
	],
	["a named pipe", "pipe.json", (path) => execFileSync("mkfifo", [path]), ": is a named pipe; "],
	["a circular symbolic link", "circle.json", (path) => symlinkSync(path, path), ": symbolic links form a loop; "],
	["a dangling symbolic link", "nowhere.json", (path) => symlinkSync("gone", path), ": no such file; "],
];

describe.each(bad)("%s", (_, name, make, error) => {
	test("is reported in one line with exit status 2, and the other file is checked", async () => {
		const path = join(folder, name);
		make(path);
		const { status, printed, errors } = await runProgram(built.program, ["check", name, "good.json"], folder);
		rmSync(path);
		expect(errors).toEqual([expect.stringContaining(`shipshape: ${name}${error}`)]);
		expect(status).toBe(2);
		expect(printed).toContain("good.json:4:3  HIGH  task-definition/read-only-root  container app\n");
	});
});

/** What is left of them does not look like a file of a supported kind. */
const unrecognized = ["empty.json", "empty.yaml", "binary.json", "deep.json"];
/** They are no files, and nobody named them. */
const noFiles = ["pipe.json", "circle.json", "nowhere.json"];

test("a folder of bad files is reported with one line for each that may be of a supported kind", async () => {
	const all = join(folder, "all");
	mkdirSync(all);
	for (const [, name, make] of bad) make(join(all, name));
	symlinkSync("..", join(all, "up"));
	writeFileSync(join(all, "zz-good.json"), good);
	const { status, printed, errors } = await runProgram(built.program, ["check", "all"], folder);
	rmSync(all, { recursive: true });
	const reported = bad.map(([, name]) => name).filter((name) => ![...unrecognized, ...noFiles].includes(name));
	expect(errors.map((line) => line.split(":")[1]?.trim())).toEqual(reported.map((name) => `all/${name}`).sort());
	expect([status, printed.includes("all/zz-good.json:4:3  HIGH")]).toEqual([2, true]);
	expect(printed).toContain("4 unrecognized files: ");
});

test("files with a byte order mark or CRLF and symbolic links are checked", async () => {
	writeFileSync(join(folder, "mark.json"), `\ufeff${good.replaceAll("\n", "\r\n")}`);
	writeFileSync(join(folder, "wide.json"), Buffer.from(`\ufeff${good.replaceAll("\n", "\r\n")}`, "utf16le"));
	symlinkSync("good.json", join(folder, "link.json"));
	const { status, errors, printed } = await runProgram(
		built.program,
		["check", "mark.json", "wide.json", "link.json"],
		folder,
	);
	expect([status, errors]).toEqual([1, []]);
	expect(printed.match(/(?:mark|wide|link)\.json:4:3 {2}HIGH {2}task-definition\/read-only-root/g)).toHaveLength(3);
});

test("a file without read permission, or with a read error, is reported in one line", async () => {
	writeFileSync(join(folder, "secret.json"), good);
	chmodSync(join(folder, "secret.json"), 0);
	// Root can read every file, but still gets an error for the first page of a process's memory.
	const [name, error] =
		process.getuid?.() === 0
			? ["/proc/self/mem", "cannot be read (EIO); check the file and its disk"]
			: ["secret.json", "permission denied; grant yourself permission to read it"];
	const { status, errors, printed } = await runProgram(built.program, ["check", name, "good.json"], folder);
	expect([status, errors]).toEqual([2, [`shipshape: ${name}: ${error}`]]);
	expect(printed).toContain("good.json:4:3  HIGH");
	rmSync(join(folder, "secret.json"));
});

describe("standard input", () => {
	test("is checked, and rejected, like a file", async () => {
		const judged = await runProgram(built.program, ["check", "-"], folder, good);
		expect([judged.status, judged.errors]).toEqual([1, []]);
		expect(judged.printed).toContain("stdin:4:3  HIGH  task-definition/read-only-root");
		const refused = await runProgram(built.program, ["check", "-"], folder, "{");
		expect([refused.status, refused.errors]).toEqual([2, [expect.stringMatching(/^shipshape: stdin:1:2: /)]]);
	});
});

test("a pipe that is closed early is reported in one line, without a stack trace, with exit status 2", async () => {
	const names = Array.from({ length: 400 }, (_, i) => `many-${i}.json`);
	for (const name of names) writeFileSync(join(folder, name), good);
	const command = `"${process.execPath}" "${built.program}" check --format json . | head -n 1; echo "\${PIPESTATUS[0]}"`;
	const [printed, complained] = await new Promise<readonly [string, string]>((done) => {
		const child = spawn("bash", ["-c", command], { cwd: folder });
		let out = "";
		let err = "";
		child.stdout.on("data", (chunk) => (out += chunk));
		child.stderr.on("data", (chunk) => (err += chunk));
		child.on("close", () => done([out, err]));
	});
	expect(printed).toBe("{\n2\n");
	expect(complained).toBe(
		"shipshape: standard output was closed before the report was complete; read all of it, or write the report with --output FILE\n",
	);
});
