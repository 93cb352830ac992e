import { hasHole, holeMark, type PartialText } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";

/** A parsed image reference. Parts that contain a placeholder have `holeMark` (core/partial-text.ts) in its place. */
export interface ImageReference {
	/** Host with its port; `docker.io` by default. */
	readonly registry: string;
	/** Without the registry; official images of Docker Hub begin with `library/`. */
	readonly path: string;
	/** Null when there is none. */
	readonly tag: string | null;
	readonly digest: string | null;
}

/** More than ECS (255 characters, Amazon ECS API reference) and registries accept. */
const maxLength = 1_024;
const dockerHub = "docker.io";
/** The registered algorithms with their numbers of hexadecimal digits (OCI image specification, Digests). */
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Parses `registry/path:tag@digest` by the rules that Docker and ECS share: the part before the first slash is a registry if
 * it contains a dot, a colon or a capital letter, or is `localhost`. Null for an invalid reference.
 * https://docs.docker.com/reference/cli/docker/image/tag/, read 2026-11-21.
 */
export function parseImageReference(text: string | PartialText): ImageReference | null {
	const marked = markHoles(text).trim();
	if (marked === "" || marked.length > maxLength || /\s/.test(marked)) return null;
	const [nameAndTag = "", ...digests] = marked.split("@");
	const [digest = null] = digests;
	if (digests.length > 1 || (digest !== null && !hasHole(digest) && !digestPattern.test(digest))) return null;
	const colon = nameAndTag.indexOf(":", nameAndTag.lastIndexOf("/") + 1);
	const name = colon < 0 ? nameAndTag : nameAndTag.slice(0, colon);
	const tag = colon < 0 ? null : nameAndTag.slice(colon + 1);
	if (name === "" || name.endsWith("/") || tag === "") return null;
	return { ...registryAndPathOf(name), tag, digest };
}

function registryAndPathOf(name: string): Pick<ImageReference, "registry" | "path"> {
	const slash = name.indexOf("/");
	const first = slash < 0 ? "" : name.slice(0, slash);
	if (/[.:]|[A-Z]/.test(first) || first === "localhost") {
		const host = first.toLowerCase();
		const registry = /^(?:index|registry-1)\.docker\.io$/.test(host) ? dockerHub : host;
		return { registry, path: withLibrary(registry, name.slice(slash + 1)) };
	}
	// A placeholder may contain a registry, or be one.
	if (slash < 0 ? hasHole(name) : hasHole(first)) {
		return { registry: holeMark, path: slash < 0 ? holeMark : name.slice(slash + 1) };
	}
	return { registry: dockerHub, path: withLibrary(dockerHub, name) };
}

const withLibrary = (registry: string, path: string): string =>
	registry === dockerHub && !path.includes("/") && !hasHole(path) ? `library/${path}` : path;
