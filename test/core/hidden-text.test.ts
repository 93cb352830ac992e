import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import { HiddenText } from "../../core/hidden-text.ts";

const hidden = new HiddenText("hunter2");

test("a hidden text can be inspected", () => {
	expect(hidden.inspect((text) => text === "hunter2")).toBe(true);
	expect(hidden.inspect((text) => text.length)).toBe(7);
	expect(hidden.inspect(() => null)).toBeNull();
});

test("a hidden text is not shown in any output", () => {
	expect(String(hidden)).toBe("(hidden)");
	expect(`${hidden}!`).toBe("(hidden)!");
	expect(JSON.stringify({ value: hidden })).toBe('{"value":"(hidden)"}');
	expect(inspect(hidden)).not.toContain("hunter2");
	expect(Object.keys(hidden)).toEqual([]);
});

test("a text that is made of a hidden one is hidden as well", () => {
	const made = hidden.map((text) => `${text}!`);
	expect(made.inspect((text) => text === "hunter2!")).toBe(true);
	expect(String(made)).toBe("(hidden)");
});
