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
	if (reference === null) return loose("is no name of an image");
	const { path, tag, digest } = reference;
	if (digest !== null) return pinned("is named by its digest");
	const last = path.slice(path.lastIndexOf("/") + 1);
	if (tag === null) {
		// A repository whose name is all of the path leaves no room for a tag.
		return hasHole(last) && !wasRead(repository)
			? open(`has a tag or a digest only when it is filled in: ${because}`)
			: loose("is named without a tag, which means latest");
	}
	if (tag === "latest") return loose("is named by the tag latest, which moves with every build");
	if (hasHole(tag)) return open(`has a tag that is not known: ${because}`);
	return ofRepository(tag, repository);
}

function ofRepository(tag: string, repository: ContainerFacts["imageRepository"]): Pinning {
	const about = `is named by the tag ${tag}`;
	if (!wasRead(repository)) return open(`${about}; whether that can move could not be read: ${repository.unread}`);
	const { tagMutability, exclusionFilters } = repository.value;
	if (isUnresolved(tagMutability)) {
		return open(`${about}; the tag mutability of its repository is ${notKnown(tagMutability)}`);
	}
	const moves = canMove(tag, tagMutability, exclusionFilters);
	if (moves === null) return open(`${about}; the tag mutability "${tagMutability}" is not known here`);
	return moves
		? loose(`${about}, which can be moved to another image (${tagMutability})`)
		: pinned(`${about}, which cannot be moved (${tagMutability})`);
}
