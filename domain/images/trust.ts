import { globCovers } from "../../core/glob.ts";
import { globsMeet } from "../../core/globs-meet.ts";
import { holeMark, type PartialText } from "../../core/partial-text.ts";
import { type ImageReference, imageReferenceOf } from "./image-reference.ts";

/**
 * Whether an image comes from one of the listed registries: globs of a registry, or of a registry and, after the first
 * slash, a path in it; letter case does not matter. `open` when that depends on what is not filled in yet.
 */
export function trustIn(image: string | PartialText, registries: readonly string[]): "listed" | "foreign" | "open" {
	const reference = imageReferenceOf(image);
	if (reference === null) return "foreign";
	const place = globsFor(reference);
	const listed = registries.map((glob) => splitAtSlash(glob.toLowerCase()));
	const any = (relate: (glob: string, text: string) => boolean): boolean =>
		listed.some(({ registry, path }) => relate(registry, place.registry) && relate(path, place.path));
	if (any(globCovers)) return "listed";
	return any(globsMeet) ? "open" : "foreign";
}

interface Place {
	readonly registry: string;
	readonly path: string;
}

/** Of all that the reference may come to: a placeholder that is the registry may bring a part of the path with it. */
function globsFor({ registry, path }: ImageReference): Place {
	const asGlob = (text: string): string => text.toLowerCase().replaceAll(holeMark, "*");
	return { registry: asGlob(registry), path: registry === holeMark ? "*" : asGlob(path) };
}

function splitAtSlash(glob: string): Place {
	const slash = glob.indexOf("/");
	return slash < 0 ? { registry: glob, path: "*" } : { registry: glob.slice(0, slash), path: glob.slice(slash + 1) };
}
