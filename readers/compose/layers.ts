import { isFields } from "../../core/json.ts";
import { fieldOf, type Part, tagOf, withoutTag } from "./part.ts";

/** A definition that could not be read, with the reason. */
export interface MissingLayer {
	readonly missing: string;
}

/** A definition and the ones that it overrides (`extends`, several files): the base first. */
export type Layers = readonly (Part | MissingLayer)[];

export const isMissing = (layer: Part | MissingLayer): layer is MissingLayer => "missing" in layer;

/**
 * The values of the layers under a key, the base first. `!override` and `!reset` hide the layers before them.
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

/** Does the same for a path of keys. */
export const layersUnderPath = (layers: Layers, ...keys: readonly string[]): Layers => keys.reduce(layersUnder, layers);

/** The last layer, which wins when there can be only one value. Null when there is none. */
export const topLayer = (layers: Layers): Part | MissingLayer | null => layers.at(-1) ?? null;

export const partsOf = (layers: Layers): readonly Part[] => layers.filter((layer): layer is Part => !isMissing(layer));

export const missingIn = (layers: Layers): readonly MissingLayer[] => layers.filter(isMissing);

/** Whether a part is a mapping; many lists can also be written as mappings. */
export const isMapping = (part: Part): boolean => isFields(withoutTag(part).value);
