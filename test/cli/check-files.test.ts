import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { type CheckOptions, checkFiles } from "../../cli/check-files.ts";
import type { CheckResult } from "../../cli/check-result.ts";
import { kinds } from "../../cli/kinds.ts";
import { BadInputError } from "../../core/errors.ts";
import { readers } from "../../readers/index.ts";
import type { FileReader } from "../../readers/reader.ts";
import { aTaskDefinition } from "../support/builders.ts";
import { aVerdict } from "../support/check-results.ts";

const root = mkdtempSync(join(tmpdir(), "judge-files-"));
afterAll(() => rmSync(root, { recursive: true }));

const compose = "services:\n  web:\n    image: nginx\n";

function folderWith(name: string, files: Readonly<Record<string, string>>): string {
	for (const [file, text] of Object.entries(files)) {
		const path = join(root, name, file);
		mkdirSync(join(path, ".."), { recursive: true });
		writeFileSync(path, text);
	}
	return join(root, name);
}

/** Reads every file as one subject. */
const reader: FileReader = ({ path, text, readRelative }) => {
	if (text.includes("crash")) throw new TypeError("x is not a function");
	if (text.includes("refuse")) throw new BadInputError(`${path}:2:3: not so; write it otherwise`);
	const other = readRelative("other.txt");
	return {
		subjects: [{ facts: aTaskDefinition({ arn: path }), positionOf: () => ({ line: 1, column: 1 }) }],
		notes: "text" in other ? [] : [{ at: { line: 1, column: 2 }, text: other.missing }],
	};
};

async function* nothing(): AsyncGenerator<Uint8Array> {}

const fakes = readers.map((one) => ({ ...one, load: async () => reader }));

const how: CheckOptions = {
	as: null,
	input: nothing(),
	checkSubject: ({ facts }, path) => [aVerdict({ subject: facts.arn, location: { file: path, line: 1, column: 1 } })],
	readers: fakes,
	now: () => new Date("2026-11-21T00:00:00Z"),
};

const unreadIn = ({ unread }: CheckResult, folder: string): readonly string[] =>
	unread.map(({ path, at, text, extent: what }) => {
		const place = at === null ? "" : `${at.line}:${at.column} `;
		return `${what} ${path.replace(`${folder}/`, "")} ${place}${text.replaceAll(`${folder}/`, "")}`;
	});

test("files are checked once, in the order given, folders in the order of their files", async () => {
	const folder = folderWith("order", { "b.yaml": compose, "a/z.yaml": compose, "a/y.yaml": compose, "other.txt": "" });
	const { files } = await checkFiles([`${folder}/b.yaml`, `${folder}/a`, folder, `${folder}/b.yaml`], how);
	expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual(["b.yaml", "a/y.yaml", "a/z.yaml"]);
	expect(files[0]?.kind).toBe("compose");
});

describe("an unrecognized file", () => {
	test("is counted when it was found in a folder", async () => {
		const folder = folderWith("none", { "package.json": "{}", "web.yaml": compose, "other.txt": "x" });
		const judged = await checkFiles([folder], how);
		expect([judged.files.length, judged.unrecognized, judged.unread]).toEqual([1, [`${folder}/package.json`], []]);
	});

	test("is an error when it is named", async () => {
		const folder = folderWith("named", { "package.json": "{}" });
		const judged = await checkFiles([`${folder}/package.json`], how);
		expect(unreadIn(judged, folder)).toEqual([
			`file package.json unrecognized file; give its kind with --as: ${kinds.join(", ")}`,
		]);
	});

	test("is checked as the kind given by --as", async () => {
		const folder = folderWith("said", { "package.json": "{}", "other.txt": "x" });
		const judged = await checkFiles([`${folder}/package.json`], {
			...how,
			as: fakes.find(({ kind }) => kind === "compose") ?? null,
		});
		expect(judged.files.map(({ kind }) => kind)).toEqual(["compose"]);
	});

	test("is counted when it is found in a folder and is not valid JSON or YAML", async () => {
		const folder = folderWith("others", { "tsconfig.json": "{ // x\n}", "chart.yaml": "{{ x }}", "web.yaml": compose });
		expect((await checkFiles([folder], how)).unrecognized).toEqual([`${folder}/chart.yaml`, `${folder}/tsconfig.json`]);
		const named = await checkFiles([`${folder}/tsconfig.json`], how);
		expect(unreadIn(named, folder)).toEqual(["file tsconfig.json 1:3 JSON does not allow comments; remove it"]);
	});
});

describe("a file that can be read neither as JSON nor as YAML", () => {
	const others = {
		"default.conf.template": "server {\n  listen ${PORT};\n}\n",
		".env.template": "A=1\nB=x: y: z\n",
		"cut.json": '{"a": ',
		"empty.yaml": "",
		"binary.template": "\x7fELF\0\x01\0\0text",
		Makefile: "all:\n\techo x: y\n",
		"settings.yml": "# > made by x@1.0.0\n\n{}\n",
	};

	test("is counted when it was found in a folder and does not look like one of ours", async () => {
		const folder = folderWith("neither", { ...others, "web.yaml": compose, "other.txt": "x" });
		const { unrecognized, unread } = await checkFiles([folder], how);
		expect(unrecognized.map((path) => path.slice(folder.length + 1))).toEqual(
			Object.keys(others)
				.filter((name) => name !== "Makefile")
				.sort(),
		);
		expect(unread).toEqual([]);
	});

	test("is an error when it looks like one of ours", async () => {
		const folder = folderWith("like", {
			"a.template": "Resources:\n  A: [\n",
			"b.json": '{"family": "x", "containerDefinitions": [',
			"c.yml": "services:\n\tweb: {}\n",
		});
		expect(unreadIn(await checkFiles([folder], how), folder)).toEqual([
			expect.stringMatching(/^file a\.template 3:1 not YAML/),
			expect.stringMatching(/^file b\.json 1:42 the JSON ends too early/),
			expect.stringMatching(/^file c\.yml 2:1 not YAML: a tab/),
		]);
	});

	test.each([
		["default.conf.template", /^unrecognized file; give its kind with --as: /],
		[".env.template", /^unrecognized file; give its kind with --as: /],
		["cut.json", /^the JSON ends too early/],
		["empty.yaml", /^is empty; /],
		["binary.template", /^is binary, not text; /],
		["Makefile", /^unrecognized file; give its kind with --as: /],
		["settings.yml", /^unrecognized file; give its kind with --as: /],
	])("is an error when it is named: %s", async (name, error) => {
		const folder = folderWith("named-others", others);
		const { unread } = await checkFiles([join(folder, name)], how);
		expect(unread).toMatchObject([{ text: expect.stringMatching(error), extent: "file" }]);
	});

	test("is a note in a folder, and an error when it is named, if it is a template of a supported kind", async () => {
		const folder = folderWith("template", { "cf.yml": "Resources:\n{{ range .A }}\n  A: 1\n{{ end }}\n" });
		const text = "2:1 a template (Go, Helm or Jinja), which must be rendered first; check the rendered file";
		const nothing = `file ${folder} no file to check (1 not read); name the files, or give their kind with --as`;
		expect(unreadIn(await checkFiles([folder], how), folder)).toEqual([`part cf.yml ${text}`, nothing]);
		writeFileSync(join(folder, "compose.yaml"), compose);
		const ofCompose = "part compose.yaml 1:2 no such file";
		expect(unreadIn(await checkFiles([folder], how), folder)).toEqual([`part cf.yml ${text}`, ofCompose]);
		expect(unreadIn(await checkFiles([join(folder, "cf.yml")], how), folder)).toEqual([`file cf.yml ${text}`]);
	});
});

test("a folder without any file to check is an error", async () => {
	const folder = folderWith("empty", { "package.json": "{}" });
	expect(unreadIn(await checkFiles([folder], how), folder)).toEqual([
		`file ${folder} no file to check (1 unrecognized); name the files, or give their kind with --as`,
	]);
});

test("an error in one file does not affect the others", async () => {
	const folder = folderWith("wrong", {
		"a.yaml": `${compose}# crash`,
		"b.yaml": `${compose}# refuse`,
		"c-task-definition.json": "{",
		"d-compose.yaml": "",
		"e.yaml": compose,
		"other.txt": "x",
	});
	const judged = await checkFiles([folder, join(folder, "gone.yaml")], how);
	expect(judged.files.map(({ path }) => path.slice(folder.length + 1))).toEqual(["e.yaml"]);
	expect(unreadIn(judged, folder)).toEqual([
		"file a.yaml could not be checked (TypeError: x is not a function); please report this file",
		"file b.yaml 2:3 not so; write it otherwise",
		"file c-task-definition.json 1:2 the JSON ends too early; write the rest of it",
		"file d-compose.yaml is empty; write something to check, or leave the file out",
		"file gone.yaml no such file; name one that exists",
	]);
});

test("a missing file that a reader refers to is reported along with the verdicts", async () => {
	const folder = folderWith("notes", { "web.yaml": compose });
	const judged = await checkFiles([folder], how);
	expect(judged.files).toHaveLength(1);
	expect(unreadIn(judged, folder)).toEqual(["part web.yaml 1:2 no such file"]);
});

test("standard input is checked like a file, and may be a docker run line", async () => {
	const input = async function* () {
		yield Buffer.from("docker run nginx");
	};
	const { files, unread } = await checkFiles(["-"], { ...how, input: input() });
	expect(files).toMatchObject([{ path: "stdin", kind: "docker-run", verdicts: [{ subject: "stdin" }] }]);
	expect(unread.map(({ extent: what }) => what)).toEqual(["part"]);
});

test("docker run lines are checked in scripts, but not in YAML that mentions them", async () => {
	const job = "jobs:\n  - run: |\n      docker run nginx\n";
	const folder = folderWith("scripts", { "start.sh": "set -e\ndocker run nginx\n", "job.yaml": job, "other.txt": "x" });
	const judged = await checkFiles([`${folder}/start.sh`, folder], how);
	expect(judged.files.map(({ kind }) => kind)).toEqual(["docker-run"]);
	expect(judged.unrecognized).toEqual([`${folder}/job.yaml`]);
});
