import { globCovers } from "../../core/glob.ts";
import { formatList } from "../../core/text.ts";

/** Whether a repository's tags can be moved to another image; `text` completes a sentence that begins with the repository. */
export type TagMovement =
	| { readonly kind: "immutable"; readonly text: string }
	| { readonly kind: "movable"; readonly text: string; readonly remediation?: string }
	/** A value that AWS added after this was written. */
	| { readonly kind: "unrecognized"; readonly text: string };

/** A filter that matches every version tag is never accepted, whatever the policy lists. */
const versionTags = "v*";

/**
 * Judges the four documented values of imageTagMutability; `mutableTags` are globs of tags that are allowed to move.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html, read 2026-11-21.
 */
export function tagMovement(
	mutability: string,
	exclusionFilters: readonly string[],
	mutableTags: readonly string[],
): TagMovement {
	switch (mutability) {
		case "IMMUTABLE":
			return { kind: "immutable", text: "no tag can move (IMMUTABLE)" };
		case "MUTABLE":
			return { kind: "movable", text: "every tag can be moved (MUTABLE)" };
		case "MUTABLE_WITH_EXCLUSION":
			return {
				kind: "movable",
				text: `every tag${exceptText(exclusionFilters)} can be moved (MUTABLE_WITH_EXCLUSION)`,
			};
		case "IMMUTABLE_WITH_EXCLUSION": {
			const tooWide = exclusionFilters.filter(
				(filter) => globCovers(filter, versionTags) || !mutableTags.some((tags) => globCovers(tags, filter)),
			);
			if (tooWide.length === 0) {
				return { kind: "immutable", text: `no tag${exceptText(exclusionFilters)} can move (IMMUTABLE_WITH_EXCLUSION)` };
			}
			return {
				kind: "movable",
				text: `tags that match ${formatList(tooWide)} can be moved (IMMUTABLE_WITH_EXCLUSION)`,
				remediation: `Remove ${formatList(tooWide)} from the repository's exclusion filters; the policy's mutableTags are ${formatList(mutableTags)}.`,
			};
		}
		default:
			return { kind: "unrecognized", text: `the tag mutability "${mutability}" is not recognized` };
	}
}

const exceptText = (filters: readonly string[]): string => (filters.length > 0 ? ` except ${formatList(filters)}` : "");
