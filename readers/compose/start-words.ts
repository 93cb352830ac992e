import type { Value } from "../../core/reading.ts";
import { startWordsOf } from "../document/start-words.ts";
import { isMissing, type Layers, layersOfKey, missingIn, topLayer } from "./layers.ts";
import { itemsOf, textWithHoles } from "./part.ts";

/**
 * The words of `entrypoint` and `command`, each a string or a list; the last layer's count.
 * https://docs.docker.com/reference/compose-file/services/#command
 */
export function startWordsAt(layers: Layers): Value<readonly string[]> {
	const tops = [topLayer(layersOfKey(layers, "entrypoint")), topLayer(layersOfKey(layers, "command"))].filter(
		(top) => top !== null,
	);
	const words = tops.flatMap((top) =>
		isMissing(top) ? [] : itemsOf(top).map((item) => String(textWithHoles(item) ?? "")),
	);
	const [layer] = missingIn(tops);
	return startWordsOf(words, layer?.missing);
}
