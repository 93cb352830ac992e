import type { TagsReading } from "../core/facts.ts";
import { wasRead } from "../core/reading.ts";
import { strings } from "../core/settings.ts";
import { formatList } from "../core/text.ts";
import { fail, type Judgement, notApplicable, pass, unknown } from "../core/verdict.ts";

/**
 * The settings of a control of required tags: listing a key enables it. A key has up to 128 letters, digits, spaces and
 * `_.:/=+-@`, and does not begin with `aws:`, which AWS reserves for its own.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
export const requiredTagSettings = {
	keys: {
		...strings(
			[],
			/^(?![Aa][Ww][Ss]:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
			"tag keys, such as team",
			"The case-sensitive keys of the tags that must be set; listing one enables the control.",
		),
		enablesControl: true,
	},
} as const;

/** Judges whether a resource has every key, with any value; `name` is the resource's, for the message. */
export function judgeRequiredTags(name: string, tags: TagsReading, keys: readonly string[]): Judgement {
	if (keys.length === 0) return notApplicable("the policy lists no tag keys");
	const known = new Set(wasRead(tags) ? Object.keys(tags.value) : tags.keys);
	const missing = keys.filter((key) => !known.has(key));
	if (!wasRead(tags) && missing.length > 0)
		return unknown(`${name}: its tags could not be read because ${tags.unread}`);
	if (missing.length === 0) return pass(`${name}: it has every required tag (${formatList(keys)})`);
	return fail(`${name}: it has no tag with the key ${formatList(missing)}`, {
		fields: { missingTags: missing.join(",").slice(0, 2048) },
	});
}
