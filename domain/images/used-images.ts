import type { ImageInUse, StoredImage } from "../../core/facts.ts";

/** An image that services or tasks use, in any repository of the account and Region. */
export interface UsedImage {
	/** The repository's name. */
	readonly repository: string;
	/** Null if ECS did not resolve the image; then the tag decides. */
	readonly digest: string | null;
	readonly tag: string | null;
	/** For messages; at most ten: `service shop/web`, `rollback revision web:6 of service shop/web`. */
	readonly usedBy: readonly string[];
}

/** The used images of a repository; tags are resolved with the repository's images, and one that is missing there is left out. */
export function imagesInUseOf(
	repository: string,
	used: readonly UsedImage[],
	images: readonly StoredImage[],
): readonly ImageInUse[] {
	const digestByTag = new Map(images.flatMap(({ tags, digest }) => tags.map((tag) => [tag, digest] as const)));
	const users = new Map<string, Set<string>>();
	for (const { repository: name, digest, tag, usedBy } of used) {
		const resolved = digest ?? digestByTag.get(tag ?? "latest");
		if (name !== repository || resolved === undefined) continue;
		users.set(resolved, new Set([...(users.get(resolved) ?? []), ...usedBy]));
	}
	return [...users].flatMap(([digest, names]) => [...names].map((usedBy) => ({ digest, usedBy })));
}
