import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { staleFiles, textAt, writeFiles } from "../../../scripts/generate/tree.ts";

let root = "";
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "generate-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const files = new Map([
	["controls/index.ts", "registry"],
	["docs/controls/a/one.md", "page"],
]);

test("what is missing or different is stale; once written nothing is", () => {
	expect(staleFiles(files, root)).toEqual(["controls/index.ts", "docs/controls/a/one.md"]);
	writeFiles(files, root);
	expect(staleFiles(files, root)).toEqual([]);
	expect(textAt(join(root, "docs/controls/a/one.md"))).toBe("page");
	expect(staleFiles(new Map([...files, ["controls/index.ts", "other"]]), root)).toEqual(["controls/index.ts"]);
});

test("a page that belongs to no control any more is stale and is taken away", () => {
	writeFiles(new Map([...files, ["docs/controls/a/old.md", "page"]]), root);
	expect(staleFiles(files, root)).toEqual(["docs/controls/a/old.md"]);
	writeFiles(files, root);
	expect(existsSync(join(root, "docs/controls/a/old.md"))).toBe(false);
});

test("a file that is fresh is not written again", () => {
	writeFiles(files, root);
	const { mtimeNs } = statSync(join(root, "controls/index.ts"), { bigint: true });
	writeFiles(files, root);
	expect(statSync(join(root, "controls/index.ts"), { bigint: true }).mtimeNs).toBe(mtimeNs);
});

test("a file that is not there has no text", () => {
	expect(textAt(join(root, "nothing.md"))).toBeNull();
});
