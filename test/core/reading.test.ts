import { expect, test } from "@jest/globals";
import { formatUnknown, isUnresolved, wasRead } from "../../core/reading.ts";

test.each([
	[{ value: null }, true],
	[{ value: undefined }, true],
	[{ unread: "access was denied" }, false],
])("%j was read: %s", (reading, expected) => {
	expect(wasRead<unknown>(reading)).toBe(expected);
});

test.each<[unknown, boolean]>([
	[{ unresolved: "Ref: Image" }, true],
	[{ unresolved: undefined }, true],
	["unresolved", false],
	[null, false],
	[undefined, false],
	[{}, false],
	[["unresolved"], false],
	[7, false],
])("%j is unresolved: %s", (value, expected) => {
	expect(isUnresolved(value)).toBe(expected);
});

test("an unresolved value is described as unknown, with the reason", () => {
	expect(formatUnknown({ unresolved: "Ref: Image" })).toBe("unknown (Ref: Image)");
});
