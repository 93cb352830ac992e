import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { build, stop } from "esbuild";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { examplePolicy } from "../../controls/example-policy.ts";
import { controls } from "../../controls/index.ts";
import type { Control } from "../../core/control.ts";
import { judge } from "../../core/judge.ts";
import { lambdaModules, withoutPermissions, withoutProperties } from "../../infra/lambda-modules.ts";

const root = join(import.meta.dirname, "../..");
const withoutExamples = (source: string): string => withoutProperties(source, new Set(["examples"]));

describe("a control's source without some of its properties", () => {
	test("keeps everything else, also what has the same name elsewhere", () => {
		const source =
			'const other = {\n    examples: 1\n};\nexport default defineControl({\n    id: "a",\n    other\n});\n';
		expect(withoutExamples(source)).toBe(source);
		expect(withoutExamples(source.replace("id:", 'examples: { pass: [] },\n    "examples": 2,\n    id:'))).toBe(source);
	});

	test("lets go of the constants and imports that only they used, however deep, and keeps the others", () => {
		const source = [
			'import { aFact } from "./facts.ts";',
			'import { used } from "./used.ts";',
			"const size = 3;",
			"const shared = used(1);",
			"const example = aFact(size, shared);",
			"export default defineControl({ examples: [example], evaluate: () => shared });",
		].join("\n");
		const lean = withoutExamples(source);
		expect(lean).toContain("shared = used(1)");
		for (const gone of ["aFact", "facts.ts", "size", "example"]) expect(lean).not.toContain(gone);
	});

	test("is not confused by text that looks like code", () => {
		const source = 'export default defineControl({\n    title: `\n\texamples: {\n\t},\n`,\n    why: "}, {"\n});\n';
		expect(withoutExamples(source)).toBe(source);
	});

	test("fails on what is no TypeScript", () => {
		expect(() => withoutExamples("export default defineControl({")).toThrow();
	});
});

test("an adapter's source keeps its exports, with empty lists of permissions", () => {
	const source = [
		'import { permissions as others } from "./other.ts";',
		'export const permissions: readonly Permission[] = [...others, { action: "ecr:DescribeImages", on: "repository" }];',
		"export const read = () => 1;",
	].join("\n");
	const lean = withoutPermissions(source);
	expect(lean).toContain("export const permissions: readonly Permission[] = [];");
	expect(lean).toContain("export const read = ()=>1;");
	expect(lean).not.toContain("DescribeImages");
});

describe("the controls as they are in a function's bundle", () => {
	let lean: readonly Control[] = [];
	beforeAll(async () => {
		const { outputFiles } = await build({
			absWorkingDir: root,
			entryPoints: ["controls/index.ts"],
			bundle: true,
			format: "cjs",
			write: false,
			plugins: [lambdaModules({ root })],
		});
		const module = { exports: {} as { readonly controls: readonly Control[] } };
		new Function("module", outputFiles[0]?.text ?? "")(module);
		lean = module.exports.controls;
	});
	afterAll(() => stop());

	test.each(controls.map((control) => [control.id, control] as const))(
		"%s judges its examples as ever",
		(id, control) => {
			const { why, examples, settings, contradictionIn, fixTopic, fixCommand, chart, ...read } = control;
			const { evaluate, recheckMinutes, ...kept } = read;
			const found = lean.find((one) => one.id === id);
			expect(found).toEqual({
				...kept,
				evaluate: expect.any(Function),
				...(recheckMinutes === undefined ? {} : { recheckMinutes: expect.any(Function) }),
			});
			// A function has the settings of every control in its policy.
			const policy = { ...defaultPolicy, controls: { ...defaultPolicy.controls, ...examplePolicy(control).controls } };
			for (const { facts } of [...examples.pass, ...examples.fail]) {
				const verdictsBy = (one: Control | undefined) => judge(one === undefined ? [] : [one], facts, policy);
				expect(verdictsBy(found)).toEqual(verdictsBy(control));
			}
		},
	);
});
