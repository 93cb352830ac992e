import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { controls } from "../controls/index.ts";

const root = join(import.meta.dirname, "..");

/** Where single controls may be named: their own folder, tests, documentation, examples, benchmarks and the demo's account. */
const mayNameThem = /^(?:controls|test|docs|examples|bench|schema|demo\/account)(?:\/|$)/;

const skipped = /^(?:node_modules|dist|coverage|cdk\.out.*|\..*)$/;

function sourcesBelow(folder: string): readonly string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (mayNameThem.test(path) || skipped.test(entry.name)) return [];
		if (entry.isDirectory()) return sourcesBelow(path);
		return /\.(?:ts|mjs|cjs)$/.test(entry.name) ? path : [];
	});
}

/** Without comments, and without imports: a control that is imported is found by the compiler when it goes. */
const literalsOf = (text: string): string =>
	text
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/^\s*\/\/.*$/gm, "")
		.replace(/^import .* from ".*";$/gm, "");

test("code outside controls/ contains no id of a control", () => {
	const sources = sourcesBelow("");
	const named = sources.flatMap((path) => {
		const text = literalsOf(readFileSync(join(root, path), "utf8"));
		return controls.filter(({ id }) => text.includes(id)).map(({ id }) => `${path}: ${id}`);
	});
	expect(sources.length).toBeGreaterThan(300);
	expect(named).toEqual([]);
});

test("an id of a control in code is found", () => {
	const [{ id } = { id: "" }] = controls;
	expect(literalsOf(`/** ${id} */\n// ${id}\nimport a from "../controls/${id}.ts";`)).not.toContain(id);
	expect(literalsOf(`const url = "https://a"; const id = "${id}";`)).toContain(id);
});
