import { globMatches } from "../../core/glob.ts";
import { type ImageNeeds, known } from "./known-images.ts";

/** Fluent Bit gets /var/run from FireLens, where its socket is: a tmpfs of ours on /run would hide it, in any build of it. */
const fluentBit: ImageNeeds = { program: "Fluent Bit", scratch: ["/tmp"], volumes: [] };

const initImage: ImageNeeds = {
	...fluentBit,
	impossible: "the init images of aws-for-fluent-bit write to /init, beside their own programs",
};

/** What an image is known to write to; null for one that nobody knows here. */
export function needsOf(image: string | null): ImageNeeds | null {
	if (image === null) return null;
	const { path, tag } = partsOf(image.toLowerCase());
	const name = path.slice(path.lastIndexOf("/") + 1);
	if (globMatches("*fluent-bit", name) || globMatches("*fluentd*", name)) {
		return tag.startsWith("init-") ? initImage : fluentBit;
	}
	return known.find(({ images }) => images.some((one) => isMeant(path, one))) ?? null;
}

const dockerHub = /^(?:(?:index\.|registry-1\.)?docker\.io\/)?(?:library\/)?/;

/** `nginx` is an official image of Docker, or the program's own: `nginx/nginx`. Others of that name are somebody's own. */
function isMeant(path: string, image: string): boolean {
	if (image.includes("/")) return globMatches(image, path) || globMatches(`*/${image}`, path);
	return (
		path.replace(dockerHub, "") === image ||
		[`library/${image}`, `${image}/${image}`].some((end) => `/${path}`.endsWith(`/${end}`))
	);
}

/** `registry:5000/team/app:1.2@sha256:…` is `registry:5000/team/app` and `1.2`. */
function partsOf(image: string): { readonly path: string; readonly tag: string } {
	const [name = ""] = image.split("@");
	const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
	return { path: colon === -1 ? name : name.slice(0, colon), tag: colon === -1 ? "" : name.slice(colon + 1) };
}
