import type { ContainerFacts } from "../../core/facts.ts";
import { hasHole, type PartialText } from "../../core/partial-text.ts";
import { isUnresolved, notKnown, wasRead } from "../../core/reading.ts";
import { imageReferenceOf } from "./image-reference.ts";
import { canMove } from "./tag-movement.ts";

/** Whether the image that is named today is the one that will run tomorrow, as the second half of a sentence. */
export interface Pinning {
	readonly kind: "pinned" | "loose" | "open";
	readonly text: string;
}

const pinned = (text: string): Pinning => ({ kind: "pinned", text });
const loose = (text: string): Pinning => ({ kind: "loose", text });
const open = (text: string): Pinning => ({ kind: "open", text });

/** `because`: why the text has holes, if it has any. */
export function pinningOf(
	image: string | PartialText,
	because: string,
	repository: ContainerFacts["imageRepository"],
): Pinning {
	const reference = imageReferenceOf(image);
	if (reference === null) return loose("is not a valid image name");
	const { path, tag, digest } = reference;
	if (digest !== null) return pinned("is pinned by its digest");
	const last = path.slice(path.lastIndexOf("/") + 1);
	if (tag === null) {
		// A repository whose name is all of the path leaves no room for a tag.
		return hasHole(last) && !wasRead(repository)
			? open(`may have a tag or a digest once its placeholders are filled in: ${because}`)
			: loose("has no tag, which means latest");
	}
	if (tag === "latest") return loose("uses the tag latest, which moves with every build");
	if (hasHole(tag)) return open(`has an unknown tag: ${because}`);
	return ofRepository(tag, repository);
}

function ofRepository(tag: string, repository: ContainerFacts["imageRepository"]): Pinning {
	const about = `uses the tag ${tag}`;
	if (!wasRead(repository)) return open(`${about}; whether the tag can move could not be read: ${repository.unread}`);
	const { tagMutability, exclusionFilters } = repository.value;
	if (isUnresolved(tagMutability)) {
		return open(`${about}; the tag mutability of its repository is ${notKnown(tagMutability)}`);
	}
	const moves = canMove(tag, tagMutability, exclusionFilters);
	if (moves === null) return open(`${about}; the tag mutability "${tagMutability}" is not recognized`);
	return moves
		? loose(`${about}, which can be moved to another image (${tagMutability})`)
		: pinned(`${about}, which cannot be moved (${tagMutability})`);
}
