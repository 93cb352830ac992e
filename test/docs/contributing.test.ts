import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root, textOf } from "../support/docs.ts";

const pages = ["CONTRIBUTING.md", "README.md", "docs/architecture.md"];

/** `## Add a control` → `add-a-control`, as GitHub names the anchors of headings. */
const anchorsIn = (text: string): readonly string[] =>
	[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, "")
			.replaceAll(" ", "-"),
	);

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");

describe.each(pages)("%s", (page) => {
	const text = withoutBlocks(textOf(page));

	test("links only to pages and headings that exist", () => {
		const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
		const broken = links
			.filter((link) => !/^https?:/.test(link))
			.filter((link) => {
				const [path = "", anchor] = link.split("#");
				const target = path === "" ? page : join(dirname(page), path);
				if (!existsSync(join(root, target))) return true;
				return anchor !== undefined && !anchorsIn(textOf(target)).includes(anchor);
			});
		expect(links.length).toBeGreaterThan(1);
		expect(broken).toEqual([]);
	});

	test("names only npm scripts that exist", () => {
		const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: object };
		const named = [...text.matchAll(/`[^`]*\bnpm run ([\w:]+)[^`]*`/g)].map(([, script]) => script);
		expect(named.filter((script) => !Object.keys(scripts).includes(script ?? ""))).toEqual([]);
	});

	test("names only files and folders that exist", () => {
		const rooms =
			"core|domain|controls|events|adapters|pipeline|functions|readers|policy-file|fix|infra|test|docs|scripts";
		const named = [...text.matchAll(new RegExp(`\`((?:${rooms})/[\\w./-]*)\``, "g"))].map(([, path = ""]) => path);
		expect(named.length).toBeGreaterThan(4);
		expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});
});
