import { expect, test } from "@jest/globals";
import { importsOf } from "./sources.ts";

test.each([
	['import { a } from "../core/text.ts";', "core/text.ts", false],
	['import a, { type B } from "./b.ts";', "cli/b.ts", false],
	['import {\n\ta,\n\ttype B,\n} from "./b.ts";', "cli/b.ts", false],
	['import * as all from "./b.ts";', "cli/b.ts", false],
	['import "./b.ts";', "cli/b.ts", false],
	['import limits from "./b.json" with { type: "json" };', "cli/b.json", false],
	['export { a } from "./b.ts";', "cli/b.ts", false],
	['export * from "./b.ts";', "cli/b.ts", false],
	['import type { A } from "./b.ts";', "cli/b.ts", true],
	['import { type A, type B } from "./b.ts";', "cli/b.ts", false],
	['import {\n\ta, // it\'s; odd\n\tb,\n} from "./b.ts";', "cli/b.ts", false],
	["import { a } from './b.ts'; export {};", "cli/b.ts", false],
	["const a = await import(`./b.ts`);", "cli/b.ts", false],
	['export type { A } from "./b.ts";', "cli/b.ts", true],
	['const a = await import("./b.ts");', "cli/b.ts", false],
	['let a: import("./b.ts").A;', "cli/b.ts", true],
	['import { join } from "node:path";', "node", false],
	['import { join } from "path";', "node", false],
	['import { parse } from "yaml";', "npm", false],
])("%j imports %s", (text, target, isType) => {
	expect(importsOf("cli/a.ts", text)).toEqual([{ target, specifier: expect.any(String), isType }]);
});

test("a statement without a module imports nothing, even before one with a module", () => {
	const text = 'export const a = "./a.ts";\nexport function b(from = "./b.ts") {}\nimport { c } from "./c.ts";';
	expect(importsOf("cli/a.ts", text).map(({ target }) => target)).toEqual(["cli/c.ts"]);
});
