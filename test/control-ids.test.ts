import { expect, test } from "@jest/globals";
import { controls } from "../controls/index.ts";
import { listedFiles, textOf } from "./support/sources.ts";

/** Where single controls may be named: their own folder, tests, documentation, examples, benchmarks and the demo's account. */
const mayNameThem = /^(?:controls|test|docs|examples|bench|schema|demo\/account)\//;

/** Without comments, and without imports: a control that is imported is found by the compiler when it goes. */
const literalsOf = (text: string): string =>
	text
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/^\s*\/\/.*$/gm, "")
		.replace(/^import .* from ".*";$/gm, "");

test("code outside controls/ contains no id of a control", () => {
	const sources = listedFiles().filter((path) => /\.(?:ts|mjs|cjs)$/.test(path) && !mayNameThem.test(path));
	const named = sources.flatMap((path) => {
		const text = literalsOf(textOf(path));
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
