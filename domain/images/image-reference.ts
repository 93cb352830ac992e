import { hasHole, holeMark, type PartialText } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";

/** What an image is named by. Parts that stand for something else yet have `holeMark` (core/partial-text.ts) in them. */
export interface ImageReference {
	/** Host, with its port; `docker.io` where none is written. */
	readonly registry: string;
	/** Without the registry; Docker Hub's own images have their `library/`. */
	readonly path: string;
	/** Null when none is written. */
	readonly tag: string | null;
	readonly digest: string | null;
}

/** Beyond what ECS takes (255 characters, Amazon ECS API reference) and what registries do. */
const longest = 1_024;
const dockerHub = "docker.io";
/** The algorithms that are registered, with as many hexadecimal digits as they have (OCI image specification, Digests). */
const digestForm = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Reads `registry/path:tag@digest`, by the rules that Docker and ECS share: what stands before the first slash is a registry
 * when it has a dot or a colon in it, has a capital letter or is `localhost`. Null for what is no reference.
 * https://docs.docker.com/reference/cli/docker/image/tag/, read 2026-11-21.
 */
export function imageReferenceOf(text: string | PartialText): ImageReference | null {
	const marked = markHoles(text).trim();
	if (marked === "" || marked.length > longest || /\s/.test(marked)) return null;
	const [named = "", ...digests] = marked.split("@");
	const [digest = null] = digests;
	if (digests.length > 1 || (digest !== null && !hasHole(digest) && !digestForm.test(digest))) return null;
	const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
	const name = colon < 0 ? named : named.slice(0, colon);
	const tag = colon < 0 ? null : named.slice(colon + 1);
	if (name === "" || name.endsWith("/") || tag === "") return null;
	return { ...placeOf(name), tag, digest };
}

function placeOf(name: string): Pick<ImageReference, "registry" | "path"> {
	const slash = name.indexOf("/");
	const first = slash < 0 ? "" : name.slice(0, slash);
	if (/[.:]|[A-Z]/.test(first) || first === "localhost") {
		const host = first.toLowerCase();
		const registry = /^(?:index|registry-1)\.docker\.io$/.test(host) ? dockerHub : host;
		return { registry, path: inLibrary(registry, name.slice(slash + 1)) };
	}
	// What is not filled in yet may bring a registry with it, or be one.
	if (slash < 0 ? hasHole(name) : hasHole(first)) {
		return { registry: holeMark, path: slash < 0 ? holeMark : name.slice(slash + 1) };
	}
	return { registry: dockerHub, path: inLibrary(dockerHub, name) };
}

const inLibrary = (registry: string, path: string): string =>
	registry === dockerHub && !path.includes("/") && !hasHole(path) ? `library/${path}` : path;
