import { expect, test } from "@jest/globals";
import { circlesIn } from "./circles.ts";

const circlesOf = (edges: Readonly<Record<string, readonly string[]>>) => circlesIn(new Map(Object.entries(edges)));

test.each([
	["nothing", {}, []],
	["a chain", { a: ["b"], b: ["c"], c: [] }, []],
	["two ways to one place", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, []],
	["a node that leads to itself", { a: ["a"], b: ["a"] }, [["a"]]],
	["two nodes", { a: ["b"], b: ["a"] }, [["a", "b"]]],
	["a circle behind a chain", { x: ["c"], c: ["b"], b: ["a"], a: ["c"] }, [["a", "b", "c"]]],
	[
		"two circles with a bridge",
		{ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] },
		[
			["a", "b"],
			["c", "d"],
		],
	],
	["two circles with a common node", { a: ["b", "c"], b: ["a"], c: ["a"] }, [["a", "b", "c"]]],
	["a node that is only led to", { a: ["z"] }, []],
] as const)("finds the circles in %s", (_, edges, circles) => {
	expect(circlesOf(edges)).toEqual(circles);
});
