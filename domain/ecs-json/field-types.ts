import { isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { redactedValue } from "../containers/credentials.ts";
import { isNumeric } from "./amounts.ts";
import { asUnresolved } from "./values.ts";

/** The type that ECS requires of a part of a definition. */
export type FieldType =
	| { readonly is: "boolean" | "number" | "string" }
	/** `keywords` have a meaning only in exactly this letter case. */
	| { readonly is: "keyword"; readonly keywords: readonly string[] }
	| { readonly is: "list"; readonly of: FieldType }
	| { readonly is: "object"; readonly fields: Readonly<Record<string, FieldType>> };

const typeNames: Readonly<Record<FieldType["is"], string>> = {
	boolean: "true or false",
	number: "a number",
	string: "a string",
	keyword: "a string",
	list: "a list",
	object: "an object",
};

/**
 * Replaces every part of a value that has the wrong type by an `Unresolved`, so that what ECS would reject does not count as
 * absent. `name` is used in reasons: `privileged is a string, not true or false`. Null, missing and unlisted fields are kept.
 */
export function checkTypes(value: unknown, type: FieldType, name: string): unknown {
	if (value === null || value === undefined || asUnresolved(value) !== null) return value;
	if (value === redactedValue) return { unresolved: "redacted by CloudTrail" };
	if (type.is === "list" && Array.isArray(value)) {
		return value.map((item, index) => checkTypes(item, type.of, `item ${index + 1} of ${name}`));
	}
	if (type.is === "object" && isFields(value)) {
		const checked = Object.entries(type.fields)
			.filter(([field]) => field in value)
			.map(([field, own]) => [field, checkTypes(value[field], own, field)]);
		return { ...value, ...Object.fromEntries(checked) };
	}
	if (!isOfType[type.is](value)) return { unresolved: `${name} is ${typeNameOf(value)}, not ${typeNames[type.is]}` };
	return type.is === "keyword" ? checkKeyword(value, type.keywords, name) : value;
}

/** YAML parses unquoted strings as numbers and booleans; tools write an empty string for an unset field. */
const isText = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

const isOfType: Readonly<Record<FieldType["is"], (value: unknown) => boolean>> = {
	boolean: (value) => typeof value === "boolean",
	number: (value) => value === "" || isNumeric(value),
	string: isText,
	keyword: isText,
	list: () => false,
	object: () => false,
};

function typeNameOf(value: unknown): string {
	if (typeof value === "string") return "a string";
	if (typeof value === "number" && Number.isFinite(value)) return "a number";
	if (Array.isArray(value)) return "a list";
	return isFields(value) ? "an object" : String(value);
}

function checkKeyword(value: unknown, keywords: readonly string[], name: string): unknown {
	const written = String(value);
	const word = keywords.find((known) => known.toLowerCase() === written.trim().toLowerCase());
	if (word === undefined || word === written) return value;
	return { unresolved: `${name} is "${formatForDisplay(written)}", but ECS accepts only "${word}"` };
}
