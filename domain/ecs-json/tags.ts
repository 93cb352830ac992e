import type { TagsReading } from "../../core/facts.ts";
import { fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import { tagsType } from "./definition-types.ts";
import { checkTypes } from "./field-types.ts";
import { asUnresolved, nonEmptyString } from "./values.ts";

/** Reads tags as listed by the ECS API (`key`, `value`) or by ECR (`Key`, `Value`), or as a mapping of keys to values. */
export function resourceTagsOf(written: unknown): TagsReading {
	const tags = isFields(written) ? written : checkTypes(written, tagsType, "tags");
	const unresolved = asUnresolved(tags);
	if (unresolved !== null) return { unread: unresolved.unresolved };
	const pairs = isFields(tags) ? Object.entries(tags) : itemsIn(tags).map(keyAndValueOf);
	const [doubt] = [...itemsIn(tags), ...pairs.flat()].flatMap((part) => asUnresolved(part) ?? []);
	if (doubt !== undefined) {
		// A tag of a mapping whose value is null is not set.
		const set = isFields(tags) ? pairs.filter(([, value]) => asUnresolved(value) === null) : pairs;
		const keys = set.flatMap(([key]) => (asUnresolved(key) === null ? (nonEmptyString(key) ?? []) : []));
		return { unread: doubt.unresolved, ...(keys.length > 0 && { keys }) };
	}
	return {
		value: Object.fromEntries(pairs.map(([key, value]) => [nonEmptyString(key) ?? "", nonEmptyString(value) ?? ""])),
	};
}

function keyAndValueOf(tag: unknown): readonly [unknown, unknown] {
	const { key, Key, value, Value } = fieldsIn(tag);
	return [key ?? Key, value ?? Value];
}
