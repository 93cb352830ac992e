import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EventEntry } from "../functions/entries.ts";

/** The pattern of a rule, as in `events/<folder>/pattern.json`. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** The pattern of a kind of event. */
export const patternOf = (folder: string): EventPattern =>
	JSON.parse(readFileSync(join(import.meta.dirname, "../events", folder, "pattern.json"), "utf8")) as EventPattern;

/** The account and the Region of the stack, and an event source in addition to AWS's own, if there is one. */
export interface Deployment {
	readonly account: string;
	readonly region: string;
	readonly replaySource?: string | undefined;
}

/** A kind of event, by its folder in `events/`, and which events its rule matches. */
export interface EventRule {
	readonly folder: string;
	readonly pattern: EventPattern;
}

/** The rule for the events in a folder of `events/`. */
export const deployedRule = (folder: string, deployment: Deployment): EventRule => ({
	folder,
	pattern: deployedPattern(patternOf(folder), deployment),
});

/** The rules for kinds of events, by their ids. */
export const rulesOf = (events: readonly EventEntry[], deployment: Deployment): ReadonlyMap<string, EventRule> =>
	new Map(events.map(({ folder, rule }) => [rule, deployedRule(folder, deployment)]));

/**
 * The pattern as deployed: for events of the stack's own account and Region only. Without that, it would also match events
 * that other accounts and Regions forward to this bus, and each of them has a pipeline of its own.
 */
export function deployedPattern(pattern: EventPattern, { account, region, replaySource }: Deployment): EventPattern {
	return { ...addSource(pattern, replaySource), account: [account], region: [region] };
}

/**
 * The pattern with an additional source in every list of sources: `PutEvents` rejects a source that begins with `aws.`,
 * so events can only be replayed with a different source.
 */
function addSource(pattern: EventPattern, source: string | undefined): EventPattern {
	if (source === undefined) return pattern;
	return Object.fromEntries(
		Object.entries(pattern).map(([key, value]) => {
			if (key === "source" && Array.isArray(value)) return [key, [...value, source]];
			if (key === "$or" && Array.isArray(value)) return [key, value.map((one) => addSource(one, source))];
			return [key, value];
		}),
	);
}
