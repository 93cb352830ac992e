import type { ResourceTags } from "../../core/facts.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved, type Reading } from "../../core/reading.ts";
import { scalarText, settled } from "./template-text.ts";

/** `Tags`, a list of Key and Value. */
export function tagsIn(tags: unknown): Reading<ResourceTags> {
	const list = settled(tags ?? [], []);
	if (isUnresolved(list)) return { unread: list.unresolved };
	const found: [string, string][] = [];
	for (const tag of Array.isArray(list) ? list : []) {
		const { Key, Value } = fieldsIn(tag);
		for (const part of [tag, Key, Value].map((one) => settled(one, ["place"]))) {
			if (isUnresolved(part)) return { unread: part.unresolved };
		}
		found.push([scalarText(settled(Key, ["place"])) ?? "", scalarText(settled(Value, ["place"])) ?? ""]);
	}
	return { value: Object.fromEntries(found) };
}
