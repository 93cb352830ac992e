import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import type { Policy } from "../../core/policy.ts";
import { wasRead } from "../../core/reading.ts";

type Target = Pick<TaskDefinitionFacts, "family" | "deployment" | "tags">;

/** What is said of a target by an entry of the policy's `block.breakGlass`, or by the tag of the task definition. */
interface BreakGlass {
	/** Why a failing target is not blocked in an emergency; null if nobody answers for it today. */
	readonly reason: string | null;
	/** Why the tag has no effect; null if it has one, or there is none. */
	readonly ignored: string | null;
	/** Why it is unknown whether there is a tag; null if that is known, or makes no difference. */
	readonly unread: string | null;
}

/** A day, who answers for it, and why; AWS allows letters, numbers, spaces and `_ . : / = + - @` in the values of tags. */
const tagForm = /^(\d{4}-\d{2}-\d{2}) (\S+) (.+)$/;

/**
 * Nobody reviews a tag, and a forgotten one would exempt the revision forever: 30 days are long enough for a fix. Entries of the policy are
 * reviewed, so they may be longer.
 */
export const maxTagDays = 30;

/** `now`: ISO 8601 with milliseconds. `because`: ids of the controls that fail; null while that is unknown. */
export function breakGlassFor(
	{ family, deployment, tags }: Target,
	{ block }: Policy,
	now: string,
	because: readonly string[] | null = null,
): BreakGlass {
	const names = [`task-definition/${family}`];
	if (deployment !== undefined) names.push(`service/${deployment.cluster}/${deployment.service}`);
	const entry = block.breakGlass.find(
		({ resource, expires, approved }) =>
			expires >= now.slice(0, expires.length) &&
			names.some((name) => globMatches(resource, name)) &&
			(approved === undefined || because?.every((control) => approved.includes(control)) === true),
	);
	const none: BreakGlass = { reason: null, ignored: null, unread: null };
	if (entry !== undefined) return { ...none, reason: breakGlassReason(entry) };
	const key = block.breakGlassTag;
	if (key === "") return none;
	if (!wasRead(tags)) return { ...none, unread: `cannot tell whether it has the tag ${key}, because ${tags.unread}` };
	const value = Object.hasOwn(tags.value, key) ? tags.value[key] : undefined;
	if (value === undefined) return none;
	const [, expires = "", owner = "", reason = ""] = tagForm.exec(value.trim().replace(/\s+/g, " ")) ?? [];
	const problem = problemWith(expires, now);
	return problem === null
		? { ...none, reason: reasonFor(`the tag ${key}`, { expires, owner, reason }) }
		: { ...none, ignored: `the tag ${key} is ignored: ${problem}` };
}

/** Why a tag with this last day has no effect; `expires`: empty if the tag has another form. */
function problemWith(expires: string, now: string): string | null {
	const isDay = new Date(`${expires}T00:00:00Z`).toJSON()?.startsWith(expires) === true;
	if (expires === "" || !isDay) return "write YYYY-MM-DD OWNER REASON";
	if (expires < now.slice(0, 10)) return `expired on ${expires}`;
	const latest = new Date(Date.parse(now) + maxTagDays * 86_400_000).toJSON().slice(0, 10);
	return expires > latest
		? `${expires} is more than ${maxTagDays} days ahead; write ${latest} or an earlier day`
		: null;
}

/** In words; of an approval, as it is recorded when it is given. */
export const breakGlassReason = (entry: Policy["block"]["breakGlass"][number]): string =>
	reasonFor(entry.approved === undefined ? "the policy's block.breakGlass" : "an approval in Slack", entry);

const reasonFor = (
	source: string,
	{ owner, expires, reason }: Readonly<Record<"owner" | "expires" | "reason", string>>,
) => `break-glass by ${source}, until ${expires}, owner ${owner}: ${reason}`;
