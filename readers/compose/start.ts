import type { StartFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";
import { startOf } from "../../domain/start-command/start-command.ts";
import { unresolved } from "./attributes.ts";
import { below, gapsOf, isGap, type Layers, topOf } from "./layers.ts";
import { itemsOf, templateOf } from "./part.ts";
import { written } from "./template.ts";

/**
 * What `entrypoint` and `command` plainly do, each a text or a list; the last layer's counts.
 * https://docs.docker.com/reference/compose-file/services/#command
 */
export function startAt(layers: Layers): Value<StartFacts | null> {
	const tops = [topOf(below(layers, "entrypoint")), topOf(below(layers, "command"))].filter((top) => top !== null);
	const words = tops.flatMap((top) => (isGap(top) ? [] : itemsOf(top).map((item) => written(templateOf(item) ?? []))));
	const start = startOf(words);
	const [gap] = gapsOf(tops);
	return start === null && gap !== undefined ? unresolved(gap.gap) : start;
}
