import { fieldsIn, isFields } from "../../core/json.ts";
import { type Part, taggedFieldOf, tagOf, withoutTag } from "./part.ts";
import type { ServiceKey, ServicePath } from "./service-keys.ts";

/** A definition that could not be read, with the reason. */
export interface MissingLayer {
	readonly missing: string;
}

/** A definition and the ones that it overrides (`extends`, several files): the base first. */
export type Layers = readonly (Part | MissingLayer)[];

export const isMissing = (layer: Part | MissingLayer): layer is MissingLayer => "missing" in layer;

/** Commands, which Compose replaces even by `null`: the image decides then (github.com/compose-spec/compose-go, override/merge.go). */
const replaced: ReadonlySet<string> = new Set(["command", "entrypoint", "test"]);

const isWritten = (layer: Part, key: string): boolean => Object.hasOwn(fieldsIn(withoutTag(layer).value), key);

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
		const part = taggedFieldOf(layer, key);
		if (part === null && replaced.has(key) && isWritten(layer, key)) break;
		if (part === null) continue;
		if (withoutTag(part).value !== null) found.unshift(part);
		if (tagOf(part) !== null) break;
	}
	return found;
}

/** Does the same for a key of a service. */
export const layersOfKey = (service: Layers, key: ServiceKey): Layers => layersUnder(service, key);

/** Does the same for a path of keys. */
export const layersAt = (service: Layers, keys: ServicePath): Layers => keys.reduce(layersUnder, service);

/** The last layer, which wins when there can be only one value. Null when there is none. */
export const topLayer = (layers: Layers): Part | MissingLayer | null => layers.at(-1) ?? null;

export const partsOf = (layers: Layers): readonly Part[] => layers.filter((layer): layer is Part => !isMissing(layer));

export const missingIn = (layers: Layers): readonly MissingLayer[] => layers.filter(isMissing);

/** Whether a part is a mapping; many lists can also be written as mappings. */
export const isMapping = (part: Part): boolean => isFields(withoutTag(part).value);
