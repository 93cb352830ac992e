import * as z from "zod";
import { severities } from "../core/verdict.ts";
import { isRegularExpression } from "./regular-expression.ts";

/*
 * Every message says what to write; the caller puts the location and the value before it. A message that starts with "is"
 * also says what is wrong.
 */

export const flag = (description: string) => z.boolean("true or false").describe(description);

export const choice = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
	z.enum(values, oneOf(values)).describe(description);

/** `audit or enforce`, `one of BASIC, ENHANCED or NONE`. */
function oneOf(values: readonly string[]): string {
	const text = `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
	return values.length > 2 ? `one of ${text}` : text;
}

export const severity = (description: string) => choice(severities, description);

export function integer(min: number, max: number, description?: string) {
	const write = `a whole number from ${min} to ${max}`;
	const schema = z.int(write).min(min, write).max(max, write);
	return description === undefined ? schema : schema.describe(description);
}

export function share(description: string) {
	const write = "a number above 0 and up to 1, such as 0.3";
	return z.number(write).gt(0, write).max(1, write).describe(description);
}

/** A text that is not empty, for people. */
export function textLine(max: number, write: string, description: string) {
	const schema = z.string(write).regex(/\S/, write);
	return schema.max(max, `${write}, in at most ${max} characters`).describe(description);
}

export function strings(pattern: RegExp, write: string, description: string) {
	return z.array(z.string(write).regex(pattern, write), `a list of ${write}`).describe(description);
}

const anyGlob = 'a string in which "*" stands for any text';
/** Longer than any ARN or image name. Bounds the time that it takes to compare globs. */
const maxGlobLength = 2048;

/** A glob matches the whole text; `*` stands for any text, every other character for itself. */
export const glob = z
	.string(anyGlob)
	.regex(/\S/, anyGlob)
	.max(maxGlobLength, `a string of at most ${maxGlobLength} characters`)
	.refine(
		(text) => !isRegularExpression(text),
		'is a regular expression; write a glob, in which "*" stands for any text',
	);

export const globs = (description: string, of = glob) =>
	z.array(of, `a list of globs, in which "*" stands for any text`).describe(description);

/** A glob or a list of globs; a list in the policy. */
export function globOrGlobs(description: string) {
	const write = 'a glob or a list of globs, in which "*" stands for any text; write numbers in quotes';
	return z
		.union([glob, z.array(glob).min(1, write)], write)
		.transform((given) => (typeof given === "string" ? [given] : given))
		.describe(description);
}

/** The code does not compile if a key exists only in the schema or only in core/policy.ts. */
export type SchemasOf<T> = { readonly [K in keyof Required<T>]: z.ZodType<Required<T>[K]> };

type Shape = Readonly<Record<string, z.ZodType>>;
type Optional<T extends Shape> = { -readonly [K in keyof T]: z.ZodExactOptional<T[K]> };

/** An object in which every key is required and no other key is allowed. */
export const mappingOf = (shape: Shape) => z.strictObject(shape, `a mapping with ${Object.keys(shape).join(" and ")}`);

/** An object in which every key is optional, null is not allowed and no other key is allowed. */
export function optionalMapping<T extends Shape>(shape: T, description?: string) {
	const optional = Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.exactOptional()]));
	const schema = z.strictObject(optional as Optional<T>, "a mapping of keys to values");
	return description === undefined ? schema : schema.describe(description);
}
