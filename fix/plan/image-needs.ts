import { globMatches } from "../../core/glob.ts";
import { type ImageNeeds, knownImages } from "./known-images.ts";

/** FireLens mounts /var/run with its socket into Fluent Bit: a tmpfs on /run would hide it, in every build of Fluent Bit. */
const fluentBit: ImageNeeds = { program: "Fluent Bit", scratch: ["/tmp"], volumes: [] };

const initImage: ImageNeeds = {
	...fluentBit,
	impossible: "the init images of aws-for-fluent-bit write to /init, the folder of their own programs",
};

/** What an image is known to need; null for an unknown image. */
export function imageNeedsOf(image: string | null): ImageNeeds | null {
	if (image === null) return null;
	const { path, tag } = splitTag(image.toLowerCase());
	const name = path.slice(path.lastIndexOf("/") + 1);
	if (globMatches("*fluent-bit", name) || globMatches("*fluentd*", name)) {
		return tag.startsWith("init-") ? initImage : fluentBit;
	}
	return knownImages.find(({ images }) => images.some((one) => matchesImage(path, one))) ?? null;
}

const dockerHub = /^(?:(?:index\.|registry-1\.)?docker\.io\/)?(?:library\/)?/;

/** `nginx` matches Docker's official image and the vendor's own, `nginx/nginx`. Other images of that name may be anything. */
function matchesImage(path: string, image: string): boolean {
	if (image.includes("/")) return globMatches(image, path) || globMatches(`*/${image}`, path);
	return (
		path.replace(dockerHub, "") === image ||
		[`library/${image}`, `${image}/${image}`].some((end) => `/${path}`.endsWith(`/${end}`))
	);
}

/** Splits `registry:5000/team/app:1.2@sha256:…` into `registry:5000/team/app` and `1.2`. */
function splitTag(image: string): { readonly path: string; readonly tag: string } {
	const [name = ""] = image.split("@");
	const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
	return { path: colon === -1 ? name : name.slice(0, colon), tag: colon === -1 ? "" : name.slice(colon + 1) };
}
