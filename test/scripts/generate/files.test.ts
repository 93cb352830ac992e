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

const generated = () => generatedFiles(controls, root);
const page = (name: string, text: string): void => {
	mkdirSync(join(root, "docs"), { recursive: true });
	writeFileSync(join(root, "docs", name), text);
};
const policyPage = (text: string): void => page("policy.md", text);
/** What becomes of the page about deploying. */
function deployPage(text: string): string {
	page("deploy.md", text);
	return generated().get("docs/deploy.md") ?? "";
}

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

test("the table of options stands between the marks of the page about deploying, the rest of which stays", () => {
	const made = deployPage("before\n<!-- options:start -->\nold\n<!-- options:end -->\nafter\n");
	expect(made).toMatch(/^before\n<!-- options:start -->\n\| option \|[\s\S]*\|\n<!-- options:end -->\nafter\n$/);
	expect(made).toContain("| `stackName` | name of a stack | `Shipshape` |");
	expect(deployPage(made)).toBe(made);
});

test.each([
	["no marks", "text"],
	["no end", "<!-- options:start -->"],
	["the end first", "<!-- options:end --><!-- options:start -->"],
	["two starts", "<!-- options:start --><!-- options:start --><!-- options:end -->"],
])("a page without a place for its table is refused: %s", (_, page) => {
	expect(() => deployPage(page)).toThrow(/^docs\/deploy\.md: the table of options needs one line/);
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
