import { describe, expect, test } from "@jest/globals";
import {
	InvalidLifecyclePolicy,
	integerAtLeast,
	nonEmptyStrings,
	objectWithFields,
	oneOf,
} from "../../../domain/lifecycle/validate.ts";

const refusedType = (type: string, allowed: string) => `at is ${type}, but must be ${allowed}`;

function reasonOf(read: () => unknown): string {
	try {
		read();
	} catch (error) {
		if (error instanceof InvalidLifecyclePolicy) return error.message;
		throw error;
	}
	throw new Error("It was not refused.");
}

test("the error has its own name", () => {
	expect(new InvalidLifecyclePolicy("why")).toMatchObject({ name: "LifecycleRefusal", message: "why" });
});

describe("an object", () => {
	const read = (value: unknown) => objectWithFields(value, "at", ["a", "b"], ["c"]);

	test.each([
		{ a: 1, b: 2 },
		{ a: 1, b: undefined, c: null },
	])("accepts %j", (value) => {
		expect(read(value)).toBe(value);
	});

	test.each<[unknown, string]>([
		[null, refusedType("null", "an object")],
		[undefined, refusedType("missing", "an object")],
		[["a", "b"], refusedType("a list", "an object")],
		["{}", refusedType("a string", "an object")],
		[true, refusedType("a boolean", "an object")],
		[{ a: 1, c: 1 }, "at has no b"],
		[{ d: 1 }, "at has no a, b"],
		[{ a: 1, b: 2, c: 3, d: 4, A: 5 }, "at has properties that are not allowed (d, A)"],
	])("rejects %j", (value, reason) => expect(reasonOf(() => read(value))).toBe(reason));
});

describe("one of several strings", () => {
	const read = (value: unknown) => oneOf(value, "at", ["days", "weeks"]);

	test.each(["days", "weeks"])("%s", (value) => expect(read(value)).toBe(value));

	test.each([
		["Days", '"Days"'],
		["day", '"day"'],
		["", '""'],
		[1, "1"],
		[null, "null"],
		[["days"], '["days"]'],
	])("rejects %j", (value, told) => {
		expect(reasonOf(() => read(value))).toBe(`at is ${told}, but must be "days" or "weeks"`);
	});
});

describe("an integer", () => {
	const lower = (found: number) => `at is ${found}, but must be at least 3`;

	test.each([3, 4, 1e6])("%d", (value) => expect(integerAtLeast(value, "at", 3)).toBe(value));

	test.each<[unknown, string]>([
		[2, lower(2)],
		[-4, lower(-4)],
		[3.5, refusedType("a number", "a whole number")],
		[Number.NaN, refusedType("a number", "a whole number")],
		["3", refusedType("a string", "a whole number")],
		[null, refusedType("null", "a whole number")],
		[[3], refusedType("a list", "a whole number")],
	])("rejects %j", (value, reason) => expect(reasonOf(() => integerAtLeast(value, "at", 3))).toBe(reason));
});

describe("a list of strings", () => {
	test.each([[["a"]], [["a", "a", " "]]])("%j", (value) => expect(nonEmptyStrings(value, "at")).toEqual(value));

	test.each<[unknown, string]>([
		[[], "at is empty"],
		["a", refusedType("a string", "a list")],
		[{ length: 1 }, refusedType("an object", "a list")],
		[["a", null], refusedType("null", "a string").replace("at", "at[1]")],
		[[["a"]], refusedType("a list", "a string").replace("at", "at[0]")],
		[["", "a"], "at[0] is empty"],
	])("rejects %j", (value, reason) => expect(reasonOf(() => nonEmptyStrings(value, "at"))).toBe(reason));
});
