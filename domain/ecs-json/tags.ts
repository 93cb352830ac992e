import type { ResourceTags } from "../../core/facts.ts";
import { fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import type { Reading } from "../../core/reading.ts";
import { tagsKind } from "./definition-kinds.ts";
import { openIn, writtenText } from "./open-values.ts";
import { rightTyped } from "./right-types.ts";

/** Reads tags as listed by the ECS API (`key`, `value`) or by ECR (`Key`, `Value`), or as a mapping of keys to values. */
export function resourceTagsOf(written: unknown): Reading<ResourceTags> {
	const tags = isFields(written) ? written : rightTyped(written, tagsKind, "tags");
	const open = openIn(tags);
	if (open !== null) return { unread: open.unresolved };
	const pairs = isFields(tags) ? Object.entries(tags) : itemsIn(tags).map(keyAndValueOf);
	const [doubt] = [...itemsIn(tags), ...pairs.flat()].flatMap((part) => openIn(part) ?? []);
	if (doubt !== undefined) return { unread: doubt.unresolved };
	return { value: Object.fromEntries(pairs.map(([key, value]) => [writtenText(key) ?? "", writtenText(value) ?? ""])) };
}

function keyAndValueOf(tag: unknown): readonly [unknown, unknown] {
	const { key, Key, value, Value } = fieldsIn(tag);
	return [key ?? Key, value ?? Value];
}
