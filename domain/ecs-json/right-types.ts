import { isFields } from "../../core/json.ts";
import { shown } from "../../core/text.ts";
import { takenOut } from "../containers/credentials.ts";
import { isAmount } from "./amounts.ts";
import { openIn } from "./open-values.ts";

/** The type that ECS requires of a part of a definition. */
export type Kind =
	| { readonly is: "boolean" | "number" | "string" }
	/** `keywords` have a meaning only in exactly this letter case. */
	| { readonly is: "keyword"; readonly keywords: readonly string[] }
	| { readonly is: "list"; readonly of: Kind }
	| { readonly is: "object"; readonly fields: Readonly<Record<string, Kind>> };

const typeNames: Readonly<Record<Kind["is"], string>> = {
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
export function rightTyped(value: unknown, kind: Kind, name: string): unknown {
	if (value === null || value === undefined || openIn(value) !== null) return value;
	if (value === takenOut) return { unresolved: "redacted by CloudTrail" };
	if (kind.is === "list" && Array.isArray(value)) {
		return value.map((item, index) => rightTyped(item, kind.of, `item ${index + 1} of ${name}`));
	}
	if (kind.is === "object" && isFields(value)) {
		const checked = Object.entries(kind.fields)
			.filter(([field]) => field in value)
			.map(([field, own]) => [field, rightTyped(value[field], own, field)]);
		return { ...value, ...Object.fromEntries(checked) };
	}
	if (!isOfType[kind.is](value)) return { unresolved: `${name} is ${typeNameOf(value)}, not ${typeNames[kind.is]}` };
	return kind.is === "keyword" ? checkKeyword(value, kind.keywords, name) : value;
}

/** YAML parses unquoted strings as numbers and booleans; tools write an empty string for an unset field. */
const isText = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

const isOfType: Readonly<Record<Kind["is"], (value: unknown) => boolean>> = {
	boolean: (value) => typeof value === "boolean",
	number: (value) => value === "" || isAmount(value),
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
	return { unresolved: `${name} is "${shown(written)}", but ECS accepts only "${word}"` };
}
