import { globCovers } from "../../core/glob.ts";
import { holeMark, type PartialText } from "../../core/partial-text.ts";
import { globsOverlap } from "../globs-overlap.ts";
import { type ImageReference, parseImageReference } from "./image-reference.ts";

/**
 * Whether an image comes from one of the listed registries, which are globs of a registry or of a registry and, after the
 * first slash, a path in it; letter case is ignored. `unknown` if the answer depends on a placeholder.
 */
export function registryTrust(
	image: string | PartialText,
	registries: readonly string[],
): "listed" | "unlisted" | "unknown" {
	const reference = parseImageReference(image);
	if (reference === null) return "unlisted";
	const place = globsOf(reference);
	const listed = registries.map((glob) => splitAtSlash(glob.toLowerCase()));
	const anyGlob = (compare: (glob: string, text: string) => boolean): boolean =>
		listed.some(({ registry, path }) => compare(registry, place.registry) && compare(path, place.path));
	if (anyGlob(globCovers)) return "listed";
	return anyGlob(globsOverlap) ? "unknown" : "unlisted";
}

interface RegistryAndPath {
	readonly registry: string;
	readonly path: string;
}

/** Globs of everything that the reference may become: a placeholder for the registry may contain a part of the path. */
function globsOf({ registry, path }: ImageReference): RegistryAndPath {
	const asGlob = (text: string): string => text.toLowerCase().replaceAll(holeMark, "*");
	return { registry: asGlob(registry), path: registry === holeMark ? "*" : asGlob(path) };
}

function splitAtSlash(glob: string): RegistryAndPath {
	const slash = glob.indexOf("/");
	return slash < 0 ? { registry: glob, path: "*" } : { registry: glob.slice(0, slash), path: glob.slice(slash + 1) };
}
