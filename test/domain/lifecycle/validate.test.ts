import { describe, expect, test } from "@jest/globals";
import {
	InvalidLifecyclePolicy,
	integerAtLeast,
	nonEmptyStrings,
	objectWithFields,
	oneOf,
} from "../../../domain/lifecycle/validate.ts";

const refusedType = (type: string, allowed: string) =>
	`at: instance type (${type}) does not match any allowed primitive type (allowed: ["${allowed}"])`;

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
		[null, refusedType("null", "object")],
		[undefined, refusedType("undefined", "object")],
		[["a", "b"], refusedType("array", "object")],
		["{}", refusedType("string", "object")],
		[true, refusedType("boolean", "object")],
		[{ a: 1, c: 1 }, 'at: object has missing required properties (["b"])'],
		[{ d: 1 }, 'at: object has missing required properties (["a","b"])'],
		[
			{ a: 1, b: 2, c: 3, d: 4, A: 5 },
			'at: object instance has properties which are not allowed by the schema: ["d","A"]',
		],
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
		expect(reasonOf(() => read(value))).toBe(
			`at: instance value (${told}) not found in enum (possible values: ["days","weeks"])`,
		);
	});
});

describe("an integer", () => {
	const lower = (found: number) =>
		`at: numeric instance is lower than the required minimum (minimum: 3, found: ${found})`;

	test.each([3, 4, 1e6])("%d", (value) => expect(integerAtLeast(value, "at", 3)).toBe(value));

	test.each<[unknown, string]>([
		[2, lower(2)],
		[-4, lower(-4)],
		[3.5, refusedType("number", "integer")],
		[Number.NaN, refusedType("number", "integer")],
		["3", refusedType("string", "integer")],
		[null, refusedType("null", "integer")],
		[[3], refusedType("array", "integer")],
	])("rejects %j", (value, reason) => expect(reasonOf(() => integerAtLeast(value, "at", 3))).toBe(reason));
});

describe("a list of strings", () => {
	test.each([[["a"]], [["a", "a", " "]]])("%j", (value) => expect(nonEmptyStrings(value, "at")).toEqual(value));

	test.each<[unknown, string]>([
		[[], "at: array is too short: must have at least 1 elements"],
		["a", refusedType("string", "array")],
		[{ length: 1 }, refusedType("object", "array")],
		[["a", null], refusedType("null", "string").replace("at:", "at[1]:")],
		[[["a"]], refusedType("array", "string").replace("at:", "at[0]:")],
		[["", "a"], 'at[0]: string "" is too short'],
	])("rejects %j", (value, reason) => expect(reasonOf(() => nonEmptyStrings(value, "at"))).toBe(reason));
});
