import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { type Edit, NotEditableError, type PlainValue, wrapInPath } from "../../../fix/edit/edit.ts";
import { editJson } from "../../../fix/edit/edit-json.ts";
import { editYaml } from "../../../fix/edit/edit-yaml.ts";
import { isSubsequence } from "../../support/edit.ts";

const key = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,6}$/);
const leaf = fc.oneof(
	key,
	fc.integer(),
	fc.boolean(),
	fc.constantFrom("a: b", "# no comment", "- x", "'", '"', "yes", "1.0", " x "),
);
const { tree } = fc.letrec<{ tree: PlainValue }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 4, depthSize: "small" },
		leaf,
		fc.array(tie("tree"), { maxLength: 3 }),
		fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
	),
}));
const root = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

/** Every path to a mapping, and every path to a list. */
function collectionsIn(value: unknown, path: Edit["path"] = []): readonly { path: Edit["path"]; list: boolean }[] {
	if (typeof value !== "object" || value === null) return [];
	const below = Object.entries(value).flatMap(([name, inner]) =>
		collectionsIn(inner, [...path, Array.isArray(value) ? Number(name) : name]),
	);
	return [{ path, list: Array.isArray(value) }, ...below];
}

/** Applies the edit to the parsed data. */
function expected(value: unknown, { kind, path, value: written }: Edit): unknown {
	const [first, ...rest] = path;
	if (first === undefined) return kind === "append" ? [...(value as unknown[]), written] : written;
	if (Array.isArray(value)) {
		return value.map((item, index) => (index === first ? expected(item, { kind, path: rest, value: written }) : item));
	}
	const inside = value as Record<string, unknown>;
	const inner = first in inside ? expected(inside[first], { kind, path: rest, value: written }) : undefined;
	return { ...inside, [first]: inner ?? wrapInPath(rest, { kind, value: written }) };
}

const change = fc
	.tuple(root, tree, fc.nat())
	.map(([data, value, pick]): { readonly data: typeof data; readonly edit: Edit } => {
		const collections = collectionsIn(data);
		const { path, list } = collections[pick % collections.length] ?? { path: [], list: false };
		if (list) return { data, edit: { kind: "append", path, value } };
		return { data, edit: { kind: "set", path: [...path, "brandNew", "inner"], value } };
	});

describe("property: an edit changes its value and nothing else", () => {
	test.each([
		["indented by two", 2, "\n"],
		["indented by tabs", "\t", "\n"],
		["with Windows line ends", 4, "\r\n"],
		["on one line", undefined, "\n"],
	])("in JSON %s", (_, indent, eol) => {
		fc.assert(
			fc.property(change, ({ data, edit }) => {
				const text = JSON.stringify(data, null, indent).replaceAll("\n", eol);
				const after = editJson(text, [edit]);
				expect(JSON.parse(after)).toEqual(expected(data, edit));
				expect(isSubsequence(text.replaceAll(/\s/g, ""), after)).toBe(true);
				if (eol === "\r\n") expect(after).not.toMatch(/[^\r]\n/);
				if (indent === undefined) expect(after).not.toContain("\n");
			}),
		);
	});

	test.each([
		["in blocks", {}, "\n"],
		["lists not indented", { indentSeq: false }, "\n"],
		["indented by four, quoted", { indent: 4, defaultStringType: "QUOTE_DOUBLE" as const }, "\n"],
		["with Windows line ends", {}, "\r\n"],
	])("in YAML with comments, %s", (_, options, eol) => {
		fc.assert(
			fc.property(change, ({ data, edit }) => {
				const lines = stringify(data, { lineWidth: 0, ...options }).split("\n");
				const text = ["# head", ...lines.map((line) => (line === "" ? "# end" : line))].join(eol);
				const after = editYaml(text, [edit]);
				expect(parse(after)).toEqual(expected(data, edit));
				expect(isSubsequence(text, after)).toBe(true);
				if (eol === "\r\n") expect(after).not.toMatch(/[^\r]\n/);
			}),
		);
	});

	test("in YAML in flow style, which stays on its line", () => {
		fc.assert(
			fc.property(change, ({ data, edit }) => {
				const text = `x: ${stringify(data, { collectionStyle: "flow", lineWidth: 0 }).trimEnd()} # note\ny: 1\n`;
				const after = editYaml(text, [{ ...edit, path: ["x", ...edit.path] }]);
				expect(parse(after)).toEqual({ x: expected(data, edit), y: 1 });
				expect(after.split("\n")).toHaveLength(text.split("\n").length);
				expect(after).toContain(" # note\ny: 1\n");
			}),
		);
	});
});

describe("a YAML file keeps its layout", () => {
	const file = (...lines: readonly string[]): string => lines.join("\n");

	test.each<[string, string, Edit, string]>([
		[
			"when a key is added after a comment on the last line",
			file("web:", "  image: x # pinned", "", "# next", "db: 1"),
			{ kind: "set", path: ["web", "read_only"], value: true },
			file("web:", "  image: x # pinned", "  read_only: true", "", "# next", "db: 1"),
		],
		[
			"when a key is added after a block scalar",
			file("web:", "  command: |", "    a", "    b", "db: 1"),
			{ kind: "set", path: ["web", "read_only"], value: true },
			file("web:", "  command: |", "    a", "    b", "  read_only: true", "db: 1"),
		],
		[
			"when a value with a comment is replaced",
			file("volumes:", "  - a:/etc/nginx # conf", "  - b:/x"),
			{ kind: "set", path: ["volumes", 0], value: "a:/etc/nginx:ro" },
			file("volumes:", "  - a:/etc/nginx:ro # conf", "  - b:/x"),
		],
		[
			"when a key without a value gets one",
			file("web:", "  tmpfs: # none", "  image: x"),
			{ kind: "append", path: ["web", "tmpfs"], value: "/tmp" },
			file("web:", "  tmpfs:", "    - /tmp # none", "  image: x"),
		],
		[
			"when a written null is replaced",
			file("web:", "  tmpfs: null", "  image: x"),
			{ kind: "append", path: ["web", "tmpfs"], value: "/tmp" },
			file("web:", "  tmpfs:", "    - /tmp", "  image: x"),
		],
		[
			"when it contains tags",
			file("A: !If [c, !Ref x, y]", "B:", "  - C: !Sub '$x'"),
			{ kind: "set", path: ["B", 0, "D"], value: true },
			file("A: !If [c, !Ref x, y]", "B:", "  - C: !Sub '$x'", "    D: true"),
		],
		[
			"when it does not end with a line break",
			file("web: {image: x}"),
			{ kind: "set", path: ["web", "tmpfs"], value: ["/tmp"] },
			file("web: {image: x, tmpfs: [/tmp]}"),
		],
	])("%s", (_, before, edit, after) => {
		expect(editYaml(before, [edit])).toBe(after);
	});
});

describe("an edit that would be a guess throws its reason", () => {
	const set = (...path: Edit["path"]): Edit => ({ kind: "set", path, value: true });
	const append = (...path: Edit["path"]): Edit => ({ kind: "append", path, value: true });

	test.each<[string, Edit, string]>([
		[
			"a: &x {b: 1}\nc: *x\n",
			set("c", "d"),
			"it refers to an anchor that other parts of the file may also use; write the value out instead",
		],
		[
			"a: &x [1]\nc: *x\n",
			append("c"),
			"it refers to an anchor that other parts of the file may also use; write the value out instead",
		],
		["a: 1\n", set("a", "b"), "a mapping is required there; write one with its keys"],
		["a: 1\n", append("a"), "a list is required there; write it in brackets or with one item per line"],
		["a: [1]\n", set("a", 3, "b"), "a mapping is required there; write one with its keys"],
		["a: {}\n", set("b", 0), "the list has no item 0"],
		["a: [1]\n", set("a"), "a single value is required there; write it instead of the list or mapping"],
		["a: [1\n", set("a"), "the file is not valid YAML"],
	])("in YAML %j %j: %s", (text, edit, reason) => {
		expect(() => editYaml(text, [edit])).toThrow(new NotEditableError(reason));
	});

	test.each<[string, Edit, string]>([
		['{"a": 1}', set("a", "b"), "an object is required there; write one with its keys"],
		['{"a": 1}', append("a"), "an array is required there; write it in brackets"],
		['{"a": {}}', set("b", 0), "the list has no item 0"],
		["", set("a"), "the file is not valid JSON"],
	])("in JSON %j %j: %s", (text, edit, reason) => {
		expect(() => editJson(text, [edit])).toThrow(new NotEditableError(reason));
	});
});
