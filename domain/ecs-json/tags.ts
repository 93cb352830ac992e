import type { ResourceTags } from "../../core/facts.ts";
import { fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import type { Reading } from "../../core/reading.ts";
import { tagsType } from "./definition-types.ts";
import { checkTypes } from "./field-types.ts";
import { asUnresolved, nonEmptyString } from "./values.ts";

/** Reads tags as listed by the ECS API (`key`, `value`) or by ECR (`Key`, `Value`), or as a mapping of keys to values. */
export function resourceTagsOf(written: unknown): Reading<ResourceTags> {
	const tags = isFields(written) ? written : checkTypes(written, tagsType, "tags");
	const unresolved = asUnresolved(tags);
	if (unresolved !== null) return { unread: unresolved.unresolved };
	const pairs = isFields(tags) ? Object.entries(tags) : itemsIn(tags).map(keyAndValueOf);
	const [doubt] = [...itemsIn(tags), ...pairs.flat()].flatMap((part) => asUnresolved(part) ?? []);
	if (doubt !== undefined) return { unread: doubt.unresolved };
	return {
		value: Object.fromEntries(pairs.map(([key, value]) => [nonEmptyString(key) ?? "", nonEmptyString(value) ?? ""])),
	};
}

function keyAndValueOf(tag: unknown): readonly [unknown, unknown] {
	const { key, Key, value, Value } = fieldsIn(tag);
	return [key ?? Key, value ?? Value];
}
