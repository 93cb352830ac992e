import { fieldsIn, itemsIn } from "../../core/json.ts";
import type { Value } from "../../core/reading.ts";
import { definitionType } from "../../domain/ecs-json/definition-types.ts";
import { checkTypes } from "../../domain/ecs-json/field-types.ts";
import { asUnresolved, nonEmptyString } from "../../domain/ecs-json/values.ts";
import { startWordsOf } from "../document/start-words.ts";

/** The words that each container of a definition starts with, in the order of its containers. */
export function startWordsIn(definition: unknown): readonly Value<readonly string[]>[] {
	const fields = fieldsIn(checkTypes(fieldsIn(definition), definitionType, "the definition"));
	return itemsIn(fields["containerDefinitions"]).map((written) => {
		const { entryPoint, command } = fieldsIn(written);
		const unresolved = asUnresolved(written);
		return unresolved === null ? wordsOf(entryPoint, command) : startWordsOf([], unresolved.unresolved);
	});
}

/** The words of several parts, which are lists of strings or, by mistake, strings; none where nothing is written. */
export function wordsOf(...parts: readonly unknown[]): Value<readonly string[]> {
	const [unresolved] = parts.flatMap((part) => asUnresolved(part) ?? []);
	return startWordsOf(parts.flatMap(wordsIn), unresolved?.unresolved);
}

function wordsIn(part: unknown): readonly string[] {
	if (asUnresolved(part) !== null) return [];
	return (Array.isArray(part) ? part : [part]).flatMap((word) => {
		const unresolved = asUnresolved(word);
		return unresolved === null ? (nonEmptyString(word) ?? []) : (unresolved.text?.toString() ?? unknownWord);
	});
}

/** Stands for an unknown word. */
const unknownWord = "…";
