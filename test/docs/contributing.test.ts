import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root, textOf } from "../support/docs.ts";

const pages = ["CONTRIBUTING.md", "README.md", "docs/architecture.md"];

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");

describe.each(pages)("%s", (page) => {
	const text = withoutBlocks(textOf(page));

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
