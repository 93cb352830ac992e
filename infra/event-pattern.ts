import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The pattern of a rule, as in `events/<folder>/pattern.json`. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** The pattern of a kind of event. */
export const patternOf = (folder: string): EventPattern =>
	JSON.parse(readFileSync(join(import.meta.dirname, "../events", folder, "pattern.json"), "utf8")) as EventPattern;

/**
 * The pattern with an additional source in every list of sources: `PutEvents` rejects a source that begins with `aws.`,
 * so events can only be replayed with a different source.
 */
export function addSource(pattern: EventPattern, source: string | undefined): EventPattern {
	if (source === undefined) return pattern;
	return Object.fromEntries(
		Object.entries(pattern).map(([key, value]) => {
			if (key === "source" && Array.isArray(value)) return [key, [...value, source]];
			if (key === "$or" && Array.isArray(value)) return [key, value.map((one) => addSource(one, source))];
			return [key, value];
		}),
	);
}
