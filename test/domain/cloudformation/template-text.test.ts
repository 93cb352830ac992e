import { describe, expect, test } from "@jest/globals";
import { PartialText } from "../../../core/partial-text.ts";
import {
	abandonedText,
	acceptHoles,
	holeNames,
	holeText,
	isAbandoned,
	isPartial,
	joinText,
	restoreHoles,
	scalarText,
	type TemplateHole,
	type TemplateText,
	unresolved,
	withDefaults,
} from "../../../domain/cloudformation/template-text.ts";
import { showing } from "../../support/partial-text.ts";

const part = (name: string, more: Partial<TemplateHole> = {}): TemplateHole => ({
	...holeNames(name),
	why: `why ${name}`,
	kind: "other",
	...more,
});
const [a, b] = [part("A"), part("B")];
const place = part("Region", { kind: "deployment" });
const resource = part("Queue", { kind: "resource" });

describe("the parts of a text", () => {
	test.each<[string, readonly unknown[], unknown]>([
		["none", [], ""],
		["nothing but empty ones", ["", ""], ""],
		["texts, numbers and truths", ["a", 5, true, ""], "a5true"],
		["with a hole", ["a", 1, new PartialText([a]), "b", "", "c"], new PartialText(["a1", a, "bc"])],
		["a text with a hole behind a text", ["x", new PartialText(["y", a]), "z"], new PartialText(["xy", a, "z"])],
		["holes only", ["", new PartialText([a]), new PartialText([b])], new PartialText([a, b])],
		["a list among them", ["a", ["b"]], null],
		["nothing among them", ["a", null], null],
	])("are joined: %s", (_, pieces, expected) => {
		expect(joinText(pieces)).toEqual(expected);
	});

	test("are given up when the text becomes too long", () => {
		const most = "x".repeat(200_000);
		expect(joinText([most])).toBe(most);
		expect(joinText(["x".repeat(199_999), new PartialText([a])])).toBeInstanceOf(PartialText);
		expect(joinText([most, "x"])).toEqual(abandonedText("the text becomes too long"));
		expect(joinText([most, new PartialText([a])])).toEqual(abandonedText("the text becomes too long"));
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
])("%j as a scalar is %j", (value, text) => {
	expect(scalarText(value)).toBe(text);
});

describe("a text with holes", () => {
	test("is shown with their labels", () => {
		expect(String(new PartialText(["x-", a, place]))).toBe("x-${A}${Region}");
	});

	test.each<[string, TemplateText, unknown]>([
		["a hole alone", new PartialText([a]), { unresolved: "why A" }],
		["with a text", new PartialText([a, "x"]), { unresolved: "why A", text: showing("${A}x") }],
		["several", new PartialText([a, b, a]), { unresolved: "why A, why B" }],
		["the telling ones", new PartialText([place, a, resource]), { unresolved: "why A" }],
		[
			"only holes for the deployment",
			new PartialText([place, "/", resource]),
			{ unresolved: "why Region, why Queue", text: showing("${Region}/${Queue}") },
		],
	])("gives the reasons for its holes: %s", (_, open, expected) => {
		expect(unresolved(open)).toEqual(expected);
	});

	test.each<[string, unknown, readonly TemplateHole["kind"][], unknown]>([
		["whose holes are all of these kinds", new PartialText(["x", place]), ["deployment"], "x${Region}"],
		["of one kind more", new PartialText(["x", place, resource]), ["deployment", "resource"], "x${Region}${Queue}"],
		["with another", new PartialText([place, resource]), ["deployment"], { unresolved: "why Region, why Queue" }],
		["with a hole of another kind", new PartialText([place, a]), ["deployment"], { unresolved: "why A" }],
		["without holes", "x", [], "x"],
		["not partly known", ["x"], [], ["x"]],
		["of a hidden default", new PartialText(["x", part("P", { noEcho: { parameter: "P", value: "y" } })]), [], "xy"],
	])("counts as known when all its holes are accepted: %s", (_, value, kinds, expected) => {
		expect(acceptHoles(value, kinds)).toEqual(expected);
	});

	test("stays unknown when a hidden parameter has no default, or an unknown one", () => {
		const without = part("P", { noEcho: { parameter: "P", value: null } });
		expect(withDefaults(new PartialText(["x", without]))).toEqual(new PartialText(["x", without]));
		const looked = part("P", { noEcho: { parameter: "P", value: new PartialText([a]) } });
		expect(withDefaults(new PartialText(["x", looked]))).toEqual(new PartialText(["x", a]));
	});

	test("distinguishes what was given up from what is unknown", () => {
		expect(isAbandoned(abandonedText("too long"))).toBe(true);
		expect(isAbandoned(new PartialText(["x", a]))).toBe(false);
		expect(holeText("A", "why A")).toEqual(new PartialText([a]));
		expect(holeText("Region", "why Region", { kind: "deployment" })).toEqual(new PartialText([place]));
	});

	test("does not reveal the default of a hidden parameter when it becomes unresolved", () => {
		const hidden = part("P", { noEcho: { parameter: "P", value: "secret" } });
		expect(JSON.stringify(unresolved(new PartialText(["x", hidden])))).not.toContain("secret");
	});

	test("is restored from a string by the labels of its holes", () => {
		const text = restoreHoles("${A}-${Region}:${A}/${C}", [a, b, place]);
		const plain = (hole: TemplateHole) => ({ label: hole.label, why: hole.why });
		expect(text.parts).toEqual([plain(a), "-", plain(place), ":", plain(a), "/${C}"]);
	});

	test("is distinguished from plain data", () => {
		expect([new PartialText([a]), { parts: [a] }, "x", [a], null].map(isPartial)).toEqual([
			true,
			false,
			false,
			false,
			false,
		]);
	});
});
