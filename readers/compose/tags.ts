import { isFields } from "../../core/json.ts";

/**
 * `!reset` removes a value that another file set, `!override` replaces it instead of merging with it. The document has them as
 * `{"!reset": value}` and `{"!override": value}`. https://docs.docker.com/reference/compose-file/merge/
 */
export type Tag = "!reset" | "!override";

export function tagOfValue(value: unknown): Tag | null {
	if (!isFields(value)) return null;
	if (Object.hasOwn(value, "!reset")) return "!reset";
	return Object.hasOwn(value, "!override") ? "!override" : null;
}

/** The value under a tag; null under `!reset`. */
export function untagged(value: unknown): unknown {
	const tag = tagOfValue(value);
	if (tag === null || !isFields(value)) return value;
	return tag === "!reset" ? null : value[tag];
}
