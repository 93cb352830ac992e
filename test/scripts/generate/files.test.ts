import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { controls } from "../../../controls/index.ts";
import { generatedFiles } from "../../../scripts/generate/files.ts";
import { slackPictures } from "../../../scripts/generate/slack-pictures.ts";

let root = "";
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "generate-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const generated = (readme?: string) => {
	if (readme !== undefined) writeFileSync(join(root, "README.md"), readme);
	return generatedFiles(controls, root);
};
const policyPage = (text: string): void => {
	mkdirSync(join(root, "docs"), { recursive: true });
	writeFileSync(join(root, "docs/policy.md"), text);
};

test("one page for every control, the index and the registry, in any order of the controls", () => {
	const files = generated();
	expect([...files.keys()]).toEqual([
		"adapters/permissions.ts",
		"controls/index.ts",
		"docs/controls/README.md",
		"docs/cost.md",
		"docs/permissions.md",
		"docs/security-hub-overlap.md",
		"schema/shipshape.schema.json",
		...controls.map(({ id }) => `docs/controls/${id}.md`),
		...slackPictures().map(({ path }) => path),
	]);
	expect(generatedFiles(controls.toReversed(), root)).toEqual(files);
});

test("the table stands between the marks, the rest of the README stays", () => {
	const readme =
		generated("before\n<!-- controls:start -->\nold\n<!-- controls:end -->\nafter\n").get("README.md") ?? "";
	expect(readme).toMatch(/^before\n<!-- controls:start -->\n\| Control \|[\s\S]*\|\n<!-- controls:end -->\nafter\n$/);
	expect(readme).toContain("[image/scanned](docs/controls/image/scanned.md)");
	expect(generated(readme).get("README.md")).toBe(readme);
});

test.each([
	["no marks", "text"],
	["no end", "<!-- controls:start -->"],
	["the end first", "<!-- controls:end --><!-- controls:start -->"],
	["two starts", "<!-- controls:start --><!-- controls:start --><!-- controls:end -->"],
])("a README without a place for the table is refused: %s", (_, readme) => {
	expect(() => generated(readme)).toThrow(/^README\.md: the table of controls needs one line/);
});

test("the tables of settings stand between the marks of the policy's page", () => {
	policyPage("before\n<!-- settings:start -->\n<!-- settings:end -->\nafter\n");
	const page = generated().get("docs/policy.md") ?? "";
	expect(page).toMatch(/^before\n<!-- settings:start -->\nSettings[\s\S]*\|\n<!-- settings:end -->\nafter\n$/);
	policyPage(page);
	expect(generated().get("docs/policy.md")).toBe(page);
	policyPage("text");
	expect(() => generated()).toThrow(/^docs\/policy\.md: the table of settings needs one line/);
});
