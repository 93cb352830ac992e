import type { ContainerFacts, RepositoryFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import { hasHole, holeMark, type PartialText } from "../../core/partial-text.ts";
import { formatUnknown, isUnresolved, wasRead } from "../../core/reading.ts";
import { parseImageReference } from "./image-reference.ts";
import { canTagMove } from "./tag-movement.ts";

/** Whether an image reference always refers to the same image; `text` completes a sentence that begins with the image. */
export interface Pinning {
	readonly kind: "pinned" | "movable" | "unknown";
	readonly text: string;
	/** Only AWS can tell. */
	readonly needsAws?: true;
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
			? unknownPinning(`may have a tag or a digest once its placeholders are filled in (${reason})`)
			: movable("has no tag, which means latest");
	}
	if (tag === "latest") return movable("uses the tag latest, which moves with every build");
	return hasHole(tag) ? pinningOfUnknownTag(tag, reason, repository) : pinningByRepository(tag, repository);
}

/** The mutability decides about a tag that is not known, unless it may be `latest`, which is no tag to rely on. */
function pinningOfUnknownTag(tag: string, reason: string, repository: ContainerFacts["imageRepository"]): Pinning {
	const glob = tag.replaceAll(holeMark, "*");
	const known = wasRead(repository) ? repository.value : null;
	const moves =
		known === null || isUnresolved(known.tagMutability)
			? null
			: canTagMove(glob, known.tagMutability, withoutLatest(known.exclusionFilters));
	if (moves === true)
		return movable(`has a tag that can be moved to another image, whatever it is (${known?.tagMutability})`);
	if (moves === false && !globMatches(glob, "latest"))
		return pinned(`has a tag that cannot be moved, whatever it is (${known?.tagMutability})`);
	return unknownPinning(`has an unknown tag (${reason})`);
}

function pinningByRepository(tag: string, repository: ContainerFacts["imageRepository"]): Pinning {
	const clause = `uses the tag ${tag}`;
	if (!wasRead(repository)) {
		return {
			...unknownPinning(`${clause}; whether the tag can move could not be read because ${repository.unread}`),
			...(repository.needsAws === true && { needsAws: true }),
		};
	}
	const { tagMutability, exclusionFilters } = repository.value;
	if (isUnresolved(tagMutability)) {
		return unknownPinning(`${clause}; the tag mutability of its repository is ${formatUnknown(tagMutability)}`);
	}
	const moves = canTagMove(tag, tagMutability, exclusionFilters);
	if (moves === null) return unknownPinning(`${clause}; ${whyUnknown(tagMutability, exclusionFilters)}`);
	return moves
		? movable(`${clause}, which can be moved to another image (${tagMutability})`)
		: pinned(`${clause}, which cannot be moved (${tagMutability})`);
}

/** The tag `latest` is not to be relied on, whether or not it can move. */
const withoutLatest = (filters: RepositoryFacts["exclusionFilters"]): RepositoryFacts["exclusionFilters"] =>
	isUnresolved(filters) ? filters : filters.filter((filter) => filter !== "latest");

function whyUnknown(tagMutability: string, filters: RepositoryFacts["exclusionFilters"]): string {
	const open = isUnresolved(filters) ? filters : filters.find(isUnresolved);
	return open === undefined
		? `the tag mutability "${tagMutability}" is not recognized`
		: `an exclusion filter of its repository is ${formatUnknown(open)}`;
}
