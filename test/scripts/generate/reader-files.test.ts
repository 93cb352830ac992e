import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import type { DocumentReader, TextReader } from "../../../readers/reader.ts";
import { readerFiles } from "../../../scripts/generate/reader-files.ts";

const load = async () => () => ({ subjects: [], notes: [] });
const plans: DocumentReader = {
	kind: "some-plan",
	source: "document",
	title: "Plans",
	forms: "as a tool prints them",
	fileNames: String.raw`[^/]*\.plan\.json`,
	keys: ["plan"],
	precedence: 20,
	recognizes: () => true,
	load,
};
const lines: TextReader = {
	kind: "lines",
	source: "text",
	title: "Lines",
	precedence: 10,
	recognizes: () => true,
	loadComments: async () => () => [],
	load,
	editable: { notation: "compose" },
};
const table: DocumentReader = { ...plans, kind: "table", title: "Tables", fileNames: "table", precedence: 5 };

const marked = (start: string, end: string) => `# before\n${start}\nold\n${end}\n# after\n`;
const pages: Readonly<Record<string, string>> = {
	"docs/check.md": marked("<!-- readers:start -->", "<!-- readers:end -->"),
	"action.yml": marked("# readers:start (scripts/generate.ts writes what follows)", "# readers:end"),
	".pre-commit-hooks.yaml": marked("# readers:start (scripts/generate.ts writes what follows)", "# readers:end"),
};
const generated = (...readers: Parameters<typeof readerFiles>[0]) =>
	readerFiles(readers, (path) => pages[path] ?? null);

describe("what is generated from the readers", () => {
	test("the registry imports each reader and lists them in the order of their precedence", () => {
		expect(generated(plans, lines, table).get("readers/index.ts")?.split("\n").slice(1)).toEqual([
			'import lines from "./lines/index.ts";',
			'import type { Reader } from "./reader.ts";',
			'import somePlan from "./some-plan/index.ts";',
			'import table from "./table/index.ts";',
			"",
			"/** Every reader, in the order in which they try to recognize a file. */",
			"export const readers: readonly Reader[] = [",
			"\ttable,",
			"\tlines,",
			"\tsomePlan,",
			"];",
			"",
		]);
	});

	test("the page about check gets a row for each kind, the rest of it stays", () => {
		expect(generated(plans, lines).get("docs/check.md")?.split("\n")).toEqual([
			"# before",
			"<!-- readers:start -->",
			"| Files | `--as` | `fix` edits them |",
			"|---|---|---|",
			"| Lines | `lines` | yes |",
			"| Plans (as a tool prints them) | `some-plan` | – |",
			"<!-- readers:end -->",
			"# after",
			"",
		]);
	});

	test("the action names every title", () => {
		const text = generated(plans, lines, table).get("action.yml");
		expect(text).toContain("\ndescription: >-\n  Checks Lines, Plans and Tables before they are deployed\n");
	});

	test("the hooks get what a walk reads, name the kinds that are among it, and the one that fixes gets no Terraform", () => {
		const composed = { ...table, title: "Lists", fileNames: "list", editable: { notation: "compose" } } as const;
		const [check = {}, fix = {}] = parse(generated(plans, lines, composed).get(".pre-commit-hooks.yaml") ?? "");
		expect(check).toMatchObject({
			...{ id: "shipshape-check", entry: "shipshape check --ignore-unknown", description: "Checks Plans and Lists" },
			files: String.raw`\.(json|ya?ml|template|tf|tofu)$`,
			exclude: String.raw`(^|/)cdk\.out/`,
		});
		expect(fix).toMatchObject({
			...{
				id: "shipshape-fix",
				entry: "shipshape fix --write --ignore-unknown",
				description: "Fixes containers in Lists",
			},
			files: String.raw`\.(json|ya?ml|template)$`,
			exclude: String.raw`(^|/)cdk\.out/`,
		});
	});

	test("long descriptions are wrapped", () => {
		const titles = Array.from({ length: 20 }, (_, index) => ({
			...table,
			kind: `k${index}`,
			title: `Tables of ${index}`,
		}));
		const text = generated(...titles).get("action.yml") ?? "";
		expect(text.split("\n").filter((line) => line.length > 120)).toEqual([]);
		expect(text.replace(/\n +/g, " ")).toContain("Tables of 8 and Tables of 9 before they are deployed");
	});

	test("a page that is not there is not written", () => {
		expect([...readerFiles([plans], () => null).keys()]).toEqual(["readers/index.ts"]);
	});

	test.each(["docs/check.md", "action.yml", ".pre-commit-hooks.yaml"])("%s without marks is refused", (path) => {
		const textOf = (one: string) => (one === path ? "text" : null);
		expect(() => readerFiles([plans], textOf)).toThrow(`${path}: the `);
	});
});
