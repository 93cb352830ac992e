/** An image without its tag and digest, in the spelling in which the table of images lists it. */
export interface ImageName {
	/** Registry, namespace and name: `docker.io/library/nginx`. */
	readonly repository: string;
	/** Empty when there is none. */
	readonly tag: string;
}

/** Docker Hub has several names; without a registry or a namespace, its own are meant. https://docs.docker.com/reference/cli/docker/image/tag/ */
const dockerHub: ReadonlySet<string> = new Set(["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);

/**
 * The registries behind the prefixes that Amazon ECR proposes for pull through cache rules. An image below another prefix may be
 * anything. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-working-pulling.html
 */
const cachePrefixes: ReadonlyMap<string, string> = new Map([
	["docker-hub", "docker.io"],
	["ecr-public", "public.ecr.aws"],
	["github", "ghcr.io"],
	["quay", "quay.io"],
]);

const privateEcr = /^\d+\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

/** Reads `registry:5000/team/app:1.2@sha256:…`; nothing is guessed from a part of a name. */
export function parseImageName(image: string): ImageName {
	const [name = ""] = image.trim().toLowerCase().split("@");
	const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
	const path = colon === -1 ? name : name.slice(0, colon);
	return { repository: canonicalRepository(path), tag: colon === -1 ? "" : name.slice(colon + 1) };
}

function canonicalRepository(path: string): string {
	const [first = "", ...others] = path.split("/");
	const isRegistry = others.length > 0 && (/[.:]/.test(first) || first === "localhost");
	if (!isRegistry) return onDockerHub([first, ...others]);
	const registry = first.replace(/:443$/, "");
	if (registry === "docker.io" || dockerHub.has(registry)) return onDockerHub(others);
	// Docker publishes the official images there as well: https://gallery.ecr.aws/docker
	if (registry === "public.ecr.aws" && others[0] === "docker") return onDockerHub(others.slice(1));
	const upstream = privateEcr.test(registry) ? cachePrefixes.get(others[0] ?? "") : undefined;
	if (upstream !== undefined && others.length > 2) return canonicalRepository([upstream, ...others.slice(1)].join("/"));
	return [registry, ...others].join("/");
}

const onDockerHub = (parts: readonly string[]): string =>
	["docker.io", ...(parts.length === 1 ? ["library"] : []), ...parts].join("/");
