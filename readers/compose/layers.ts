import { isFields } from "../../core/json.ts";
import { fieldOf, type Part, tagOf, withoutTag } from "./part.ts";

/** A definition that should be here and is not, with the reason. */
export interface MissingLayer {
	readonly missing: string;
}

/** A definition and the ones that it is laid over (`extends`, several files): the base first. */
export type Layers = readonly (Part | MissingLayer)[];

export const isMissing = (layer: Part | MissingLayer): layer is MissingLayer => "missing" in layer;

/**
 * What the layers say under a key, the base first. `!override` and `!reset` hide what lies below.
 * https://docs.docker.com/reference/compose-file/merge/
 */
export function layersUnder(layers: Layers, key: string): Layers {
	const found: (Part | MissingLayer)[] = [];
	for (const layer of layers.toReversed()) {
		if (isMissing(layer)) {
			found.unshift(layer);
			continue;
		}
		const part = fieldOf(layer, key);
		if (part === null) continue;
		const tag = tagOf(part);
		if (tag !== "!reset") found.unshift(part);
		if (tag !== null) break;
	}
	return found;
}

/** The same for keys below keys. */
export const layersUnderPath = (layers: Layers, ...keys: readonly string[]): Layers => keys.reduce(layersUnder, layers);

/** What decides where only one value can: the last layer. Null when there is none. */
export const topLayer = (layers: Layers): Part | MissingLayer | null => layers.at(-1) ?? null;

export const partsOf = (layers: Layers): readonly Part[] => layers.filter((layer): layer is Part => !isMissing(layer));

export const missingIn = (layers: Layers): readonly MissingLayer[] => layers.filter(isMissing);

/** Whether a part is a mapping, which lists of entries can also be written as. */
export const isMapping = (part: Part): boolean => isFields(withoutTag(part).value);
