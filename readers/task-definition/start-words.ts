import { fieldsIn, itemsIn } from "../../core/json.ts";
import type { Value } from "../../core/reading.ts";
import { definitionKind } from "../../domain/ecs-json/definition-kinds.ts";
import { openIn, writtenText } from "../../domain/ecs-json/open-values.ts";
import { rightTyped } from "../../domain/ecs-json/right-types.ts";
import { startWordsOf } from "../document/start-words.ts";

/** The words that each container of a definition starts with, in the order of its containers. */
export function startWordsIn(definition: unknown): readonly Value<readonly string[]>[] {
	const fields = fieldsIn(rightTyped(fieldsIn(definition), definitionKind, "the definition"));
	return itemsIn(fields["containerDefinitions"]).map((written) => {
		const { entryPoint, command } = fieldsIn(written);
		const open = openIn(written);
		return open === null ? startWords(entryPoint, command) : startWordsOf([], open.unresolved);
	});
}

/** Of `entryPoint` and `command`, which are lists of strings, or strings where somebody forgot that. */
function startWords(entryPoint: unknown, command: unknown): Value<readonly string[]> {
	const parts = [entryPoint, command];
	const [open] = parts.flatMap((part) => openIn(part) ?? []);
	return startWordsOf(parts.flatMap(wordsIn), open?.unresolved);
}

function wordsIn(part: unknown): readonly string[] {
	if (openIn(part) !== null) return [];
	return (Array.isArray(part) ? part : [part]).flatMap((word) => {
		const open = openIn(word);
		return open === null ? (writtenText(word) ?? []) : (open.text?.toString() ?? unknownWord);
	});
}

/** There is a word, whatever it is. */
const unknownWord = "…";
