import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import type { Policy } from "../../core/policy.ts";
import { wasRead } from "../../core/reading.ts";

/** A day, who answers for it, and why; AWS allows letters, numbers, spaces and `_ . : / = + - @` in the values of tags. */
const tagForm = /^(\d{4}-\d{2}-\d{2}) (\S+) (.*\S)$/;

/**
 * Why a failing target is not blocked in an emergency: an entry of the policy's `block.breakGlass`, or a tag of the task definition;
 * null if there is neither, or its last day is over. `now`: ISO 8601.
 */
export function breakGlassFor(
	{ family, deployment, tags }: Pick<TaskDefinitionFacts, "family" | "deployment" | "tags">,
	{ block }: Policy,
	now: string,
): string | null {
	const today = now.slice(0, 10);
	const names = [`task-definition/${family}`];
	if (deployment !== undefined) names.push(`service/${deployment.cluster}/${deployment.service}`);
	const entry = block.breakGlass.find(
		({ resource, expires }) => expires >= today && names.some((name) => globMatches(resource, name)),
	);
	if (entry !== undefined) return reasonFor("the policy's block.breakGlass", entry);
	const value = wasRead(tags) && block.breakGlassTag !== "" ? tags.value[block.breakGlassTag] : undefined;
	const [, expires = "", owner = "", reason = ""] = tagForm.exec(value ?? "") ?? [];
	return expires >= today && isDay(expires)
		? reasonFor(`the tag ${block.breakGlassTag}`, { expires, owner, reason })
		: null;
}

const isDay = (text: string): boolean => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

const reasonFor = (
	source: string,
	{ owner, expires, reason }: Readonly<Record<"owner" | "expires" | "reason", string>>,
) => `break-glass by ${source}, until ${expires}, owner ${owner}: ${reason}`;
