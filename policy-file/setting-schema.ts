import * as z from "zod";
import type { Field, Fields } from "../core/settings.ts";
import { severities } from "../core/verdict.ts";
import { choice, flag, globs, integer, mappingOf, optionalMapping, share, strings } from "./policy-parts.ts";

/** The schema of a field; `name`: its key. */
function schemaOf(field: Field, name: string): z.ZodType {
	const { description } = field;
	switch (field.kind) {
		case "flag":
			return flag(description);
		case "choice":
			return choice(field.values, description);
		case "integer":
			return integer(field.min, field.max, description);
		case "share":
			return share(description);
		case "globs":
			return globs(description);
		case "strings":
			return strings(field.pattern, field.expected, description);
		case "minutes":
			return minutes(description);
		case "severity-limits":
			return optionalMapping(Object.fromEntries(severities.map((severity) => [severity, severityLimit])), description);
		case "mapping":
			return mappingSchema(field.fields).describe(description);
		case "list":
			return z.array(mappingSchema(field.item), `a list of ${name}`).describe(description);
	}
}

/** One schema for each field, by its key. */
export function schemasOf(fields: Fields): Readonly<Record<string, z.ZodType>> {
	return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field, name)]));
}

const mappingSchema = (fields: Fields): z.ZodType => mappingOf(schemasOf(fields));

const minutes = (description: string): z.ZodType =>
	z
		.array(integer(1, 1440), "a list of minutes, such as [1, 5, 15]")
		.min(1, "at least one number")
		.max(10, "at most ten numbers")
		.refine(isAscending, "the numbers in ascending order, each only once")
		.describe(description);

const isAscending = (numbers: readonly number[]): boolean =>
	numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));

const severityLimit = z.union(
	[integer(0, 1_000_000), z.literal("unlimited").transform(() => Number.MAX_SAFE_INTEGER)],
	"a whole number from 0 to 1000000, or unlimited",
);
