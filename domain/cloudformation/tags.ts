import type { ResourceTags } from "../../core/facts.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved, type Reading } from "../../core/reading.ts";
import { acceptHoles, scalarText } from "./template-text.ts";

/** `Tags`, a list of Key and Value. */
export function tagsIn(tags: unknown): Reading<ResourceTags> {
	const list = acceptHoles(tags ?? [], []);
	if (isUnresolved(list)) return { unread: list.unresolved };
	const found: [string, string][] = [];
	for (const tag of Array.isArray(list) ? list : []) {
		const { Key, Value } = fieldsIn(tag);
		for (const part of [tag, Key, Value].map((one) => acceptHoles(one, ["deployment"]))) {
			if (isUnresolved(part)) return { unread: part.unresolved };
		}
		found.push([
			scalarText(acceptHoles(Key, ["deployment"])) ?? "",
			scalarText(acceptHoles(Value, ["deployment"])) ?? "",
		]);
	}
	return { value: Object.fromEntries(found) };
}
