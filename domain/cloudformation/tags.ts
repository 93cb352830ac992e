import type { TagsReading } from "../../core/facts.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { acceptHoles, scalarText } from "./template-text.ts";

/** `Tags`, a list of Key and Value. */
export function tagsIn(tags: unknown): TagsReading {
	const list = acceptHoles(tags ?? [], []);
	if (isUnresolved(list)) return { unread: list.unresolved };
	const found = (Array.isArray(list) ? list : []).map((tag: unknown) => {
		const { Key, Value } = fieldsIn(tag);
		const [whole, key, value] = [tag, Key, Value].map((one) => acceptHoles(one, ["deployment"]));
		const [open] = [whole, key, value].filter(isUnresolved);
		return { key: scalarText(key), value: scalarText(value) ?? "", open };
	});
	const open = found.find((tag) => tag.open !== undefined)?.open;
	const keys = found.flatMap(({ key }) => key ?? []);
	if (open !== undefined) return { unread: open.unresolved, ...(keys.length > 0 && { keys }) };
	return { value: Object.fromEntries(found.map(({ key, value }) => [key ?? "", value])) };
}
