import { describe, expect, test } from "@jest/globals";
import { PartialText } from "../../../core/partial-text.ts";
import {
	isLost,
	isPartial,
	joined,
	lost,
	named,
	scalarText,
	settled,
	type TemplateHole,
	type TemplateText,
	textOfHole,
	unresolved,
	withDefaults,
	withHoles,
} from "../../../readers/cloudformation/template-text.ts";
import { showing } from "../../support/partial-text.ts";

const part = (name: string, more: Partial<TemplateHole> = {}): TemplateHole => ({
	...named(name),
	why: `why ${name}`,
	kind: "other",
	...more,
});
const [a, b] = [part("A"), part("B")];
const place = part("Region", { kind: "place" });
const resource = part("Queue", { kind: "resource" });

describe("pieces become one text", () => {
	test.each<[string, readonly unknown[], unknown]>([
		["none", [], ""],
		["nothing but empty ones", ["", ""], ""],
		["texts, numbers and truths", ["a", 5, true, ""], "a5true"],
		["with a hole", ["a", 1, new PartialText([a]), "b", "", "c"], new PartialText(["a1", a, "bc"])],
		["a text with a hole behind a text", ["x", new PartialText(["y", a]), "z"], new PartialText(["xy", a, "z"])],
		["holes only", ["", new PartialText([a]), new PartialText([b])], new PartialText([a, b])],
		["a list among them", ["a", ["b"]], null],
		["nothing among them", ["a", null], null],
	])("%s", (_, pieces, expected) => {
		expect(joined(pieces)).toEqual(expected);
	});

	test("that grows too long is given up", () => {
		const most = "x".repeat(200_000);
		expect(joined([most])).toBe(most);
		expect(joined(["x".repeat(199_999), new PartialText([a])])).toBeInstanceOf(PartialText);
		expect(joined([most, "x"])).toEqual(lost("the text grows too long"));
		expect(joined([most, new PartialText([a])])).toEqual(lost("the text grows too long"));
	});
});

test.each([
	["x", "x"],
	["", ""],
	[5, "5"],
	[0, "0"],
	[false, "false"],
	[null, null],
	[undefined, null],
	[["x"], null],
	[{}, null],
])("%j as a single value is %j", (value, text) => {
	expect(scalarText(value)).toBe(text);
});

describe("a text with holes", () => {
	test("is shown with their names", () => {
		expect(String(new PartialText(["x-", a, place]))).toBe("x-${A}${Region}");
	});

	test.each<[string, TemplateText, unknown]>([
		["a hole alone", new PartialText([a]), { unresolved: "why A" }],
		["with a text", new PartialText([a, "x"]), { unresolved: "why A", text: showing("${A}x") }],
		["several", new PartialText([a, b, a]), { unresolved: "why A, why B" }],
		["the telling ones", new PartialText([place, a, resource]), { unresolved: "why A" }],
		[
			"none that tells",
			new PartialText([place, "/", resource]),
			{ unresolved: "why Region, why Queue", text: showing("${Region}/${Queue}") },
		],
	])("why: %s", (_, open, expected) => {
		expect(unresolved(open)).toEqual(expected);
	});

	test.each<[string, unknown, readonly TemplateHole["kind"][], unknown]>([
		["whose holes are all of these kinds", new PartialText(["x", place]), ["place"], "x${Region}"],
		["of one kind more", new PartialText(["x", place, resource]), ["place", "resource"], "x${Region}${Queue}"],
		["with another", new PartialText([place, resource]), ["place"], { unresolved: "why Region, why Queue" }],
		["with one that tells", new PartialText([place, a]), ["place"], { unresolved: "why A" }],
		["without holes", "x", [], "x"],
		["that is none", ["x"], [], ["x"]],
		["of a hidden default", new PartialText(["x", part("P", { noEcho: { parameter: "P", value: "y" } })]), [], "xy"],
	])("as good as known: %s", (_, value, kinds, expected) => {
		expect(settled(value, kinds)).toEqual(expected);
	});

	test("a hidden parameter without a default, or with one that is open, stays open", () => {
		const without = part("P", { noEcho: { parameter: "P", value: null } });
		expect(withDefaults(new PartialText(["x", without]))).toEqual(new PartialText(["x", without]));
		const looked = part("P", { noEcho: { parameter: "P", value: new PartialText([a]) } });
		expect(withDefaults(new PartialText(["x", looked]))).toEqual(new PartialText(["x", a]));
	});

	test("what is given up is told from what is merely open", () => {
		expect(isLost(lost("too long"))).toBe(true);
		expect(isLost(new PartialText(["x", a]))).toBe(false);
		expect(textOfHole("A", "why A")).toEqual(new PartialText([a]));
		expect(textOfHole("Region", "why Region", { kind: "place" })).toEqual(new PartialText([place]));
	});

	test("keeps the default of a hidden parameter to itself when it becomes a value that is unresolved", () => {
		const hidden = part("P", { noEcho: { parameter: "P", value: "secret" } });
		expect(JSON.stringify(unresolved(new PartialText(["x", hidden])))).not.toContain("secret");
	});

	test("is found again in a string by the labels of its holes", () => {
		const text = withHoles("${A}-${Region}:${A}/${C}", [a, b, place]);
		const plain = (hole: TemplateHole) => ({ label: hole.label, why: hole.why });
		expect(text.parts).toEqual([plain(a), "-", plain(place), ":", plain(a), "/${C}"]);
	});

	test("is told from plain data", () => {
		expect([new PartialText([a]), { parts: [a] }, "x", [a], null].map(isPartial)).toEqual([
			true,
			false,
			false,
			false,
			false,
		]);
	});
});
