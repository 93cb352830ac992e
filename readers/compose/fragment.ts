import type { SourceFile } from "../source-file.ts";
import { type Layers, layersOfKey, type MissingLayer, partsOf } from "./layers.ts";
import { isOverrideName } from "./merging.ts";
import { taggedFieldOf, tagOf } from "./part.ts";

const keys = ["image", "build"] as const;

/**
 * Why what a service does not say is unknown: it is a part of one, of which the file that it overrides may say more. Null when it is whole.
 * `isOverride`: see isLoneOverride.
 */
export function fragmentOf(layers: Layers, isOverride: boolean): MissingLayer | null {
	const [image, build] = keys.map((key) => layersOfKey(layers, key).length > 0);
	if (!image && !build) return fragment("it has neither an image nor a build");
	if (!image && isOverride) return fragment("it has no image, and by its name its file overrides another one");
	const [lowest] = partsOf(layers);
	const removed = keys.find((key) => {
		const part = lowest === undefined ? null : taggedFieldOf(lowest, key);
		return part !== null && tagOf(part) === "!reset";
	});
	return removed === undefined ? null : fragment(`it removes the ${removed} of another file`);
}

/** Whether Compose only merges a file over another one, which is not here; a service with an image may be one that it adds. */
export const isLoneOverride = ({ path, merged }: SourceFile): boolean => merged === undefined && isOverrideName(path);

const fragment = (why: string): MissingLayer => ({
	missing: `${why}; check it together with the file that it overrides`,
});
