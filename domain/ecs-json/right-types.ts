import { isFields } from "../../core/json.ts";
import { shown } from "../../core/text.ts";
import { takenOut } from "../containers/credentials.ts";
import { isAmount } from "./amounts.ts";
import { openIn } from "./open-values.ts";

/** What a part of a definition has to be, or the engine refuses it. */
export type Kind =
	| { readonly is: "truth" | "amount" | "text" }
	/** `words` that mean something as they are written, and nothing in other letters. */
	| { readonly is: "word"; readonly words: readonly string[] }
	| { readonly is: "list"; readonly of: Kind }
	| { readonly is: "object"; readonly fields: Readonly<Record<string, Kind>> };

const called: Readonly<Record<Kind["is"], string>> = {
	truth: "true or false",
	amount: "a number",
	text: "a string",
	word: "a string",
	list: "a list",
	object: "an object",
};

/**
 * A value with `Unresolved` in place of everything of it that is not what it has to be: what ECS would refuse must not pass for absent.
 * `name` goes into reasons: `privileged is text, not true or false`. What is null or missing stays so, as do fields that `kind` does not name.
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
	if (!isRight[kind.is](value)) return { unresolved: `${name} is ${kindOf(value)}, not ${called[kind.is]}` };
	return kind.is === "word" ? inRightLetters(value, kind.words, name) : value;
}

/** YAML takes many a text for a number or a truth; tools write an empty text for what nobody set. */
const isText = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

const isRight: Readonly<Record<Kind["is"], (value: unknown) => boolean>> = {
	truth: (value) => typeof value === "boolean",
	amount: (value) => value === "" || isAmount(value),
	text: isText,
	word: isText,
	list: () => false,
	object: () => false,
};

function kindOf(value: unknown): string {
	if (typeof value === "string") return "a string";
	if (typeof value === "number" && Number.isFinite(value)) return "a number";
	if (Array.isArray(value)) return "a list";
	return isFields(value) ? "an object" : String(value);
}

function inRightLetters(value: unknown, words: readonly string[], name: string): unknown {
	const written = String(value);
	const word = words.find((known) => known.toLowerCase() === written.trim().toLowerCase());
	if (word === undefined || word === written) return value;
	return { unresolved: `${name} is "${shown(written)}", but ECS accepts only "${word}"` };
}
