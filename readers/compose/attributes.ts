import { emptyText } from "../../core/partial-text.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { mebibytes } from "./byte-value.ts";
import { isMissing, type Layers, layersAt, layersOfKey, missingIn, partsOf, topLayer } from "./layers.ts";
import { itemsOf, type Part, textOf, textWithHoles } from "./part.ts";
import type { ServiceKey, ServicePath } from "./service-keys.ts";

/** An attribute of a service, and the part of the file that sets it; null when none does. */
export interface Attribute<T> {
	readonly value: Value<T | null>;
	readonly part: Part | null;
}

/** The value that the last layer sets. */
export function attributeAt<T>(layers: Layers, keys: ServicePath, read: (part: Part) => Value<T>): Attribute<T> {
	const top = topLayer(layersAt(layers, keys));
	if (top === null) return { value: null, part: null };
	return isMissing(top) ? { value: unresolved(top.missing), part: null } : { value: read(top), part: top };
}

export const unresolved = (why: string): Unresolved => ({ unresolved: why });

/** A string that is not empty: Compose ignores an empty one. */
export const textAt = (layers: Layers, ...keys: ServicePath): Attribute<string> => {
	const found = attributeAt(layers, keys, textOf);
	return found.value === "" ? { ...found, value: null } : found;
};

/** A user; the group after the colon does not matter, and may be unknown. */
export function userAt(layers: Layers): Attribute<string> {
	const found = textAt(layers, "user");
	const text = found.part === null ? null : textWithHoles(found.part);
	if (text === null) return found;
	const [user = emptyText, group] = text.splitAt(":", 2);
	const isKnown = group !== undefined && user.isKnown;
	return isKnown ? { ...found, value: String(text) } : found;
}

/** A limit in MiB; zero and less mean no limit. */
export function limitAt(layers: Layers, ...keys: ServicePath): Attribute<number> {
	const found = attributeAt(layers, keys, (part) => mebibytes(textWithHoles(part) ?? emptyText));
	return typeof found.value === "number" && found.value <= 0 ? { ...found, value: null } : found;
}

/**
 * The first attribute when it has a value, otherwise the second; also when only a missing file may set the first, because Compose refuses two
 * different values (github.com/compose-spec/compose-go, loader/validate.go).
 */
export function firstWithValue<T>(first: Attribute<T>, second: Attribute<T>): Attribute<T> {
	const isOpen = first.part === null && isUnresolved(first.value);
	const isSecondKnown = second.value !== null && !isUnresolved(second.value);
	return first.value === null || (isOpen && isSecondKnown) ? second : first;
}

/** What is written over the last definition that could not be read: that may hide what is below it. A merge appends to a list. */
function certainOf(layers: Layers): Pick<Unresolved, "known"> {
	const above = layers.slice(layers.findLastIndex(isMissing) + 1);
	const texts = partsOf(above).flatMap(itemsOf).map(textOf);
	return texts.length === 0 ? {} : { known: [null, ...texts.map((text) => (typeof text === "string" ? text : null))] };
}

/** The strings of a list, from all layers; where one could not be read, with those that are certainly in it. */
export function textsAt(layers: Layers, key: ServiceKey): Value<readonly string[]> {
	const found = layersOfKey(layers, key);
	const [layer] = missingIn(found);
	if (layer !== undefined) return { ...unresolved(layer.missing), ...certainOf(found) };
	const texts = partsOf(found).flatMap(itemsOf).map(textOf);
	const unknown = texts.find((text) => typeof text !== "string");
	return unknown ?? texts.filter((text) => typeof text === "string");
}
