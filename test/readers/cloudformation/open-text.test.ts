import { describe, expect, test } from "@jest/globals";
import {
	type Gap,
	gap,
	gapsOf,
	isLost,
	joined,
	lost,
	Open,
	rendered,
	scalarText,
	settled,
	unresolved,
	withDefaults,
} from "../../../readers/cloudformation/open-text.ts";

const part = (name: string, more: Partial<Gap> = {}): Gap => ({ name, why: `why ${name}`, kind: "other", ...more });
const [a, b] = [part("A"), part("B")];
const place = part("Region", { kind: "place" });
const resource = part("Queue", { kind: "resource" });

describe("pieces become one text", () => {
	test.each<[string, readonly unknown[], unknown]>([
		["none", [], ""],
		["nothing but empty ones", ["", ""], ""],
		["texts, numbers and truths", ["a", 5, true, ""], "a5true"],
		["with a gap", ["a", 1, new Open([a]), "b", "", "c"], new Open(["a1", a, "bc"])],
		["a text with a gap behind a text", ["x", new Open(["y", a]), "z"], new Open(["xy", a, "z"])],
		["gaps only", ["", new Open([a]), new Open([b])], new Open([a, b])],
		["a list among them", ["a", ["b"]], null],
		["nothing among them", ["a", null], null],
	])("%s", (_, pieces, expected) => {
		expect(joined(pieces)).toEqual(expected);
	});

	test("that grows too long is given up", () => {
		const most = "x".repeat(200_000);
		expect(joined([most])).toBe(most);
		expect(joined(["x".repeat(199_999), new Open([a])])).toBeInstanceOf(Open);
		expect(joined([most, "x"])).toEqual(lost("the text grows too long"));
		expect(joined([most, new Open([a])])).toEqual(lost("the text grows too long"));
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

describe("a text with gaps", () => {
	test("is shown with their names", () => {
		expect(rendered("x")).toBe("x");
		expect(rendered(new Open(["x-", a, place]))).toBe("x-${A}${Region}");
		expect(gapsOf(new Open(["x-", a, place]))).toEqual([a, place]);
	});

	test.each<[string, Open, unknown]>([
		["a gap alone", new Open([a]), { unresolved: "why A" }],
		["with a text", new Open([a, "x"]), { unresolved: "why A", text: "${A}x" }],
		["several", new Open([a, b, a]), { unresolved: "why A, why B" }],
		["the telling ones", new Open([place, a, resource]), { unresolved: "why A" }],
		[
			"none that tells",
			new Open([place, "/", resource]),
			{ unresolved: "why Region, why Queue", text: "${Region}/${Queue}" },
		],
	])("why: %s", (_, open, expected) => {
		expect(unresolved(open)).toEqual(expected);
	});

	test.each<[string, unknown, readonly Gap["kind"][], unknown]>([
		["whose gaps are all of these kinds", new Open(["x", place]), ["place"], "x${Region}"],
		["of one kind more", new Open(["x", place, resource]), ["place", "resource"], "x${Region}${Queue}"],
		["with another", new Open([place, resource]), ["place"], { unresolved: "why Region, why Queue" }],
		["with one that tells", new Open([place, a]), ["place"], { unresolved: "why A" }],
		["without gaps", "x", [], "x"],
		["that is none", ["x"], [], ["x"]],
		["of a hidden default", new Open(["x", part("P", { noEcho: { parameter: "P", value: "y" } })]), [], "xy"],
	])("as good as known: %s", (_, value, kinds, expected) => {
		expect(settled(value, kinds)).toEqual(expected);
	});

	test("a hidden parameter without a default, or with one that is open, stays open", () => {
		const without = part("P", { noEcho: { parameter: "P", value: null } });
		expect(withDefaults(new Open(["x", without]))).toEqual(new Open(["x", without]));
		const looked = part("P", { noEcho: { parameter: "P", value: new Open([a]) } });
		expect(withDefaults(new Open(["x", looked]))).toEqual(new Open(["x", a]));
	});

	test("what is given up is told from what is merely open", () => {
		expect(isLost(lost("too long"))).toBe(true);
		expect(isLost(new Open(["x", a]))).toBe(false);
		expect(gap("A", "why A")).toEqual(new Open([a]));
		expect(gap("Region", "why Region", { kind: "place" })).toEqual(new Open([place]));
	});
});
