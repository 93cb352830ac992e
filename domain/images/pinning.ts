import type { ContainerFacts } from "../../core/facts.ts";
import { hasHole, type PartialText } from "../../core/partial-text.ts";
import { formatUnknown, isUnresolved, wasRead } from "../../core/reading.ts";
import { parseImageReference } from "./image-reference.ts";
import { canTagMove } from "./tag-movement.ts";

/** Whether an image reference always refers to the same image; `text` completes a sentence that begins with the image. */
export interface Pinning {
	readonly kind: "pinned" | "movable" | "unknown";
	readonly text: string;
}

const pinned = (text: string): Pinning => ({ kind: "pinned", text });
const movable = (text: string): Pinning => ({ kind: "movable", text });
const unknownPinning = (text: string): Pinning => ({ kind: "unknown", text });

/** `reason`: why the text contains holes, if it does. */
export function pinningOf(
	image: string | PartialText,
	reason: string,
	repository: ContainerFacts["imageRepository"],
): Pinning {
	const reference = parseImageReference(image);
	if (reference === null) return movable("is not a valid image name");
	const { path, tag, digest } = reference;
	if (digest !== null) return pinned("is pinned by its digest");
	const last = path.slice(path.lastIndexOf("/") + 1);
	if (tag === null) {
		// If the repository was read, the whole path is its name, and no tag is left to be filled in.
		return hasHole(last) && !wasRead(repository)
			? unknownPinning(`may have a tag or a digest once its placeholders are filled in: ${reason}`)
			: movable("has no tag, which means latest");
	}
	if (tag === "latest") return movable("uses the tag latest, which moves with every build");
	if (hasHole(tag)) return unknownPinning(`has an unknown tag: ${reason}`);
	return pinningByRepository(tag, repository);
}

function pinningByRepository(tag: string, repository: ContainerFacts["imageRepository"]): Pinning {
	const clause = `uses the tag ${tag}`;
	if (!wasRead(repository))
		return unknownPinning(`${clause}; whether the tag can move could not be read: ${repository.unread}`);
	const { tagMutability, exclusionFilters } = repository.value;
	if (isUnresolved(tagMutability)) {
		return unknownPinning(`${clause}; the tag mutability of its repository is ${formatUnknown(tagMutability)}`);
	}
	const moves = canTagMove(tag, tagMutability, exclusionFilters);
	if (moves === null) return unknownPinning(`${clause}; the tag mutability "${tagMutability}" is not recognized`);
	return moves
		? movable(`${clause}, which can be moved to another image (${tagMutability})`)
		: pinned(`${clause}, which cannot be moved (${tagMutability})`);
}
