import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { BadInputError } from "../../../core/errors.ts";
import { listFiles } from "../../../readers/document/walk.ts";

const root = mkdtempSync(join(tmpdir(), "walk-"));
afterAll(() => rmSync(root, { recursive: true }));

function folderWith(name: string, files: readonly string[]): string {
	const folder = join(root, name);
	for (const file of files) {
		mkdirSync(join(folder, file, ".."), { recursive: true });
		writeFileSync(join(folder, file), "x");
	}
	return folder;
}

const walked = (folder: string): string[] =>
	[...listFiles(folder)].map((file) => {
		if (typeof file !== "string") throw file;
		return file.slice(folder.length + 1);
	});

test("candidate files are listed in the order of their paths", () => {
	const folder = folderWith("order", [
		"b.json",
		"a/z.yaml",
		"a-b.yml",
		"a.YAML",
		"a/B.template",
		"Z.json",
		"a/y/x.json",
	]);
	const inOrder = ["Z.json", "a-b.yml", "a.YAML", "a/B.template", "a/y/x.json", "a/z.yaml", "b.json"];
	expect(walked(folder)).toEqual(inOrder);
	expect(walked(folder)).toEqual([...inOrder].sort());
});

test("files with other names and large foreign folders are not listed", () => {
	const ours = ["x.json", ".hidden.yml", ".config/y.yaml", "cdk.out/t.template.json", "node_modules.json"];
	const others = [
		"readme.md",
		"x.sh",
		"Dockerfile",
		"json",
		"x.json.bak",
		"node_modules/p/x.json",
		"deep/node_modules/x.json",
		".git/x.json",
		".terraform/x.json",
		".venv/x.json",
	];
	expect(walked(folderWith("others", [...ours, ...others]))).toEqual([...ours].sort());
});

test("links to folders are followed once, and links to files are listed", () => {
	const folder = folderWith("links", ["a/x.json", "z.json"]);
	symlinkSync("..", join(folder, "a", "up"));
	symlinkSync("a", join(folder, "b"));
	symlinkSync("self", join(folder, "self"));
	symlinkSync("z.json", join(folder, "y.json"));
	symlinkSync("nowhere", join(folder, "w.json"));
	expect(walked(folder)).toEqual(["a/x.json", "y.json", "z.json"]);
});

test("a folder is listed by its own path, whatever the names of the links to it, and one outside by the first link", () => {
	folderWith("outside", ["x.json"]);
	const folder = folderWith("real", ["b/x.json", "b/c/y.json", "b-a.json", "0/z.json"]);
	symlinkSync("b", join(folder, "a"));
	symlinkSync("../b/c", join(folder, "0", "link"));
	for (const link of ["e", "d"]) symlinkSync("../outside", join(folder, link));
	expect(walked(folder)).toEqual(["0/z.json", "b-a.json", "b/c/y.json", "b/x.json", "d/x.json"]);
});

test("a folder whose own path is left out is listed by a link to it", () => {
	const folder = folderWith("left-out", ["releases/1/x.json"]);
	symlinkSync("releases/1", join(folder, "current"));
	const found = listFiles(folder, (path) => (path.endsWith("releases") ? "a rule" : null));
	expect(found).toEqual([`${folder}/current/x.json`, { path: `${folder}/releases`, by: "a rule" }]);
});

test("listed paths start with the folder as it was named", () => {
	const folder = folderWith("named", ["x.json"]);
	expect([...listFiles(`${folder}/`)]).toEqual([`${folder}/x.json`]);
	const before = process.cwd();
	process.chdir(folder);
	try {
		expect([...listFiles(".")]).toEqual(["x.json"]);
		expect([...listFiles("./")]).toEqual(["./x.json"]);
	} finally {
		process.chdir(before);
	}
});

test("a folder that cannot be listed gives an error, and the rest is listed", () => {
	const folder = folderWith("gone", ["a/x.json", "b/y.json"]);
	const found = listFiles(folder, (path, isFolder) => {
		if (isFolder && path.endsWith("b")) rmSync(path, { recursive: true });
		return null;
	});
	const [, error] = found;
	expect(found).toEqual([`${folder}/a/x.json`, expect.any(BadInputError)]);
	expect((error as BadInputError).message).toBe(`${folder}/b: no such file; name one that exists`);
});
