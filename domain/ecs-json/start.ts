import type { StartFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";
import { startOf } from "../start-command/start-command.ts";
import { openIn, writtenText } from "./open-values.ts";

/** Of `entryPoint` and `command`, which are lists of texts, or texts where somebody forgot that. */
export function startIn(entryPoint: unknown, command: unknown): Value<StartFacts | null> {
	const parts = [entryPoint, command];
	const start = startOf(parts.flatMap(wordsIn));
	const [open] = parts.flatMap((part) => openIn(part) ?? []);
	return start === null && open !== undefined ? { unresolved: open.unresolved } : start;
}

function wordsIn(part: unknown): readonly string[] {
	if (openIn(part) !== null) return [];
	return (Array.isArray(part) ? part : [part]).flatMap((word) => {
		const open = openIn(word);
		return open === null ? (writtenText(word) ?? []) : (open.text ?? notKnown);
	});
}

/** There is a word, whatever it is. */
const notKnown = "…";
