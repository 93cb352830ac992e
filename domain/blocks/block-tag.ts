import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";

/** Key of the tag that says that a revision of a task definition is blocked; the documents in infra/policies name it as well. */
export const blockTag = "shipshape:blocked";

/** Amazon ECS API reference, Tag: 256 characters; letters, numbers, spaces and `_ . : / = + - @`, which ids of controls are made of. */
const maxLength = 256;

/** The value of the tag: the ids of the controls, as many as fit, for whoever asks why a task may not be started. */
export function blockTagValue(because: readonly string[]): string {
	const fits = because.filter((_, at) => because.slice(0, at + 1).join(" ").length <= maxLength);
	return fits.join(" ");
}

/** The value of the tag on a revision; null if it has none, or its tags could not be read. */
export const blockTagOf = ({ tags }: Pick<TaskDefinitionFacts, "tags">): string | null =>
	wasRead(tags) ? (tags.value[blockTag] ?? null) : null;
