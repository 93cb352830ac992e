import { isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { type Value, valueOfText } from "../../core/reading.ts";
import type { DocumentPath, Location, SourceDocument } from "../document/source-document.ts";
import { interpolate, type Variables } from "./interpolate.ts";
import { type Tag, tagOfValue, untagged } from "./tags.ts";

/** The context that all parts of one Compose file share. */
export interface Origin {
	readonly at: (path: DocumentPath, part: "key" | "value") => Location;
	/** The document that `path` leads through; null when it is none that can be edited. */
	readonly document: SourceDocument | null;
	readonly variables: Variables;
	/** The folder of the file, relative to that of the file that is checked; `.` for that file itself. */
	readonly folder: string;
}

/** A part of a Compose file as written: before interpolation and before `!reset` and `!override` are applied. */
export interface Part {
	/** Plain data, or a PartialText when the shell has already expanded it. */
	readonly value: unknown;
	readonly path: DocumentPath;
	readonly origin: Origin;
}

/** The position of a part: that of its key, or of the list item. */
export const positionOf = ({ path, origin }: Part): Location => origin.at(path, "key");

/** The value under a key, without its tag; null when it is missing, `null` or `!reset`. */
export function fieldOf(part: Part, key: string): Part | null {
	const field = taggedFieldOf(part, key);
	return field === null || tagOf(field) === "!reset" ? null : withoutTag(field);
}

/** The value under a key, with its tag; null when it is missing or `null`. */
export function taggedFieldOf(part: Part, key: string): Part | null {
	const { value, path, origin } = withoutTag(part);
	if (!isFields(value) || !Object.hasOwn(value, key)) return null;
	const own = value[key] ?? null;
	return own === null ? null : { value: own, path: [...path, key], origin };
}

/** The entries of a mapping, without their tags, including those whose value is null, but not those that are `!reset`. */
export const entriesOf = (part: Part): readonly (readonly [string, Part])[] =>
	taggedEntriesOf(part).flatMap(([key, own]) => (tagOf(own) === "!reset" ? [] : [[key, withoutTag(own)] as const]));

/** The entries of a mapping, with their tags. */
export function taggedEntriesOf(part: Part): readonly (readonly [string, Part])[] {
	const { value, path, origin } = withoutTag(part);
	if (!isFields(value)) return [];
	return Object.entries(value).map(([key, own]) => [key, { value: own, path: [...path, key], origin }]);
}

/** The items of a list, without their tags; a single value counts as a list with one item. */
export function itemsOf(part: Part): readonly Part[] {
	const { value, path, origin } = withoutTag(part);
	if (!Array.isArray(value)) return value === null || value === undefined ? [] : [{ value, path, origin }];
	const items = value.map((item: unknown, index): Part => ({ value: item, path: [...path, index], origin }));
	return items.flatMap((item) => (tagOf(item) === "!reset" ? [] : withoutTag(item)));
}

/**
 * A scalar as a text with variables interpolated, and holes for those without a value; null for a mapping, a list or nothing.
 * `emptyIsUnknown`: a variable that is empty by default counts as unknown, since it may be set when the service starts, perhaps to a credential.
 */
export function textWithHoles(part: Part, emptyIsUnknown = false): PartialText | null {
	const { value, origin } = withoutTag(part);
	if (value instanceof PartialText) return value;
	if (typeof value === "string") return interpolate(value, origin.variables, emptyIsUnknown);
	return typeof value === "number" || typeof value === "boolean" ? new PartialText([String(value)]) : null;
}

/** A scalar as a string. */
export function textOf(part: Part): Value<string> {
	const text = textWithHoles(part);
	return text === null ? { unresolved: "it is not a string" } : valueOfText(text);
}

const yes = ["true", "yes", "y", "on"];
const no = ["false", "no", "n", "off"];

/** A boolean as Compose reads it, also from a string (`${READ_ONLY:-true}`). */
export function booleanOf(part: Part): Value<boolean> {
	const text = textOf(part);
	if (typeof text !== "string") return text;
	const word = text.toLowerCase();
	if (yes.includes(word)) return true;
	return no.includes(word) ? false : { unresolved: "it is neither true nor false" };
}

export const tagOf = ({ value }: Part): Tag | null => tagOfValue(value);

/** The value under a tag; null under `!reset`. */
export function withoutTag(part: Part): Part {
	const tag = tagOf(part);
	return tag === null ? part : { value: untagged(part.value), path: [...part.path, tag], origin: part.origin };
}
