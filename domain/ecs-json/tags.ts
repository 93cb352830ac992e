import type { ResourceTags } from "../../core/facts.ts";
import { fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import type { Reading } from "../../core/reading.ts";
import { tagsKind } from "./definition-kinds.ts";
import { openIn, writtenText } from "./open-values.ts";
import { rightTyped } from "./right-types.ts";

/** Tags as the ECS API lists them (`key`, `value`), as ECR does (`Key`, `Value`), or as a mapping of one to the other. */
export function resourceTagsOf(written: unknown): Reading<ResourceTags> {
	const tags = isFields(written) ? written : rightTyped(written, tagsKind, "tags");
	const open = openIn(tags);
	if (open !== null) return { unread: open.unresolved };
	const pairs = isFields(tags) ? Object.entries(tags) : itemsIn(tags).map(pairOf);
	const [doubt] = [...itemsIn(tags), ...pairs.flat()].flatMap((part) => openIn(part) ?? []);
	if (doubt !== undefined) return { unread: doubt.unresolved };
	return { value: Object.fromEntries(pairs.map(([key, value]) => [writtenText(key) ?? "", writtenText(value) ?? ""])) };
}

function pairOf(tag: unknown): readonly [unknown, unknown] {
	const { key, Key, value, Value } = fieldsIn(tag);
	return [key ?? Key, value ?? Value];
}
