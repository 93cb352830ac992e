import * as z from "zod";
import { severities } from "../core/verdict.ts";
import { isRegularExpression } from "./regular-expression.ts";

/*
 * Every message says what to write; the reader of the file puts the place and the value before it. One that begins with "is"
 * also says what is wrong.
 */

export const flag = (description: string) => z.boolean("true or false").describe(description);

export const choice = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
	z.enum(values, values.join(" or ")).describe(description);

export const severity = (description: string) => choice(severities, description);

export function integer(min: number, max: number, description?: string) {
	const write = `a whole number from ${min} to ${max}`;
	const schema = z.int(write).min(min, write).max(max, write);
	return description === undefined ? schema : schema.describe(description);
}

export function share(description: string) {
	const write = "a share above 0 and up to 1, such as 0.3";
	return z.number(write).gt(0, write).max(1, write).describe(description);
}

/** One line for people, not empty. */
export function textLine(max: number, write: string, description: string) {
	const schema = z.string(write).regex(/\S/, write);
	return schema.max(max, `${write}, in at most ${max} characters`).describe(description);
}

export function strings(pattern: RegExp, write: string, description: string) {
	return z.array(z.string(write).regex(pattern, write), `a list: ${write}`).describe(description);
}

const anyText = 'a text, "*" stands for any text';
/** Longer than any ARN or image name; what compares globs is bounded by it. */
const maxOfGlob = 2048;

/** Compared with the whole text; `*` stands for any text, every other character for itself. */
export const glob = z
	.string(anyText)
	.regex(/\S/, anyText)
	.max(maxOfGlob, `${anyText}, of at most ${maxOfGlob} characters`)
	.refine((text) => !isRegularExpression(text), 'is a regular expression; write a glob, "*" stands for any text');

export const globs = (description: string) => z.array(glob, `a list: ${anyText}`).describe(description);

/** A glob or a list of globs; a list in the policy. */
export function globOrGlobs(description: string) {
	const write = 'a glob or a list of globs, numbers in quotes; "*" stands for any text';
	return z
		.union([glob, z.array(glob).min(1, write)], write)
		.transform((given) => (typeof given === "string" ? [given] : given))
		.describe(description);
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Optional<T extends Shape> = { -readonly [K in keyof T]: z.ZodExactOptional<T[K]> };

/** An object whose keys are all required; there are no others. */
export const mappingOf = (shape: Shape) => z.strictObject(shape, `a mapping of ${Object.keys(shape).join(" and ")}`);

/** An object whose keys may all be left out; none may be null, and there are no others. */
export function optionalMapping<T extends Shape>(shape: T, description?: string) {
	const optional = Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.exactOptional()]));
	const schema = z.strictObject(optional as Optional<T>, "a mapping of keys to values");
	return description === undefined ? schema : schema.describe(description);
}
