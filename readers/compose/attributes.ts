import { emptyText } from "../../core/partial-text.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { mebibytes } from "./byte-value.ts";
import { isMissing, type Layers, layersUnder, layersUnderPath, missingIn, partsOf, topLayer } from "./layers.ts";
import { itemsOf, type Part, textOf, textWithHoles } from "./part.ts";

/** An attribute of a service, and the part of the file that says it; the part is null where none does. */
export interface Attribute<T> {
	readonly value: Value<T | null>;
	readonly part: Part | null;
}

/** What the last layer says. */
export function attributeAt<T>(layers: Layers, keys: readonly string[], read: (part: Part) => Value<T>): Attribute<T> {
	const top = topLayer(layersUnderPath(layers, ...keys));
	if (top === null) return { value: null, part: null };
	return isMissing(top) ? { value: unresolved(top.missing), part: null } : { value: read(top), part: top };
}

export const unresolved = (why: string): Unresolved => ({ unresolved: why });

/** A text that is not empty: Compose takes an empty one for nothing. */
export const textAt = (layers: Layers, ...keys: readonly string[]): Attribute<string> => {
	const found = attributeAt(layers, keys, textOf);
	return found.value === "" ? { ...found, value: null } : found;
};

/** A user; the group behind the colon changes nothing, and may be open. */
export function userAt(layers: Layers): Attribute<string> {
	const found = textAt(layers, "user");
	const text = found.part === null ? null : textWithHoles(found.part);
	if (text === null) return found;
	const [user = emptyText, group] = text.splitAt(":", 2);
	const isKnown = group !== undefined && user.isKnown;
	return isKnown ? { ...found, value: String(text) } : found;
}

/** MiB of a limit; zero and less limit nothing. */
export function limitAt(layers: Layers, ...keys: readonly string[]): Attribute<number> {
	const found = attributeAt(layers, keys, (part) => mebibytes(textWithHoles(part) ?? emptyText));
	return typeof found.value === "number" && found.value <= 0 ? { ...found, value: null } : found;
}

/** The first that says anything; the first of all when none does. */
export const firstWithValue = <T>(first: Attribute<T>, second: Attribute<T>): Attribute<T> =>
	first.value === null ? second : first;

/** The texts of a list, those of all layers together. */
export function textsAt(layers: Layers, key: string): Value<readonly string[]> {
	const found = layersUnder(layers, key);
	const [layer] = missingIn(found);
	if (layer !== undefined) return unresolved(layer.missing);
	const texts = partsOf(found).flatMap(itemsOf).map(textOf);
	const unknown = texts.find((text) => typeof text !== "string");
	return unknown ?? texts.filter((text) => typeof text === "string");
}
