import { globCovers } from "../../core/glob.ts";
import { listed } from "../../core/text.ts";

/** Whether a repository's tags can be moved to another image, as the second half of a sentence. */
export type TagMovement =
	| { readonly kind: "fixed"; readonly text: string }
	| { readonly kind: "moves"; readonly text: string; readonly remediation?: string }
	/** A value that AWS added after this was written. */
	| { readonly kind: "strange"; readonly text: string };

/** A filter that reaches every version tag is never harmless, whatever the policy lists. */
const versions = "v*";

/**
 * Judges the four documented values of imageTagMutability; `mutableTags` are globs of tags that are meant to move.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html, read 2026-11-21.
 */
export function tagMovement(
	mutability: string,
	exclusionFilters: readonly string[],
	mutableTags: readonly string[],
): TagMovement {
	switch (mutability) {
		case "IMMUTABLE":
			return { kind: "fixed", text: "no tag can move (IMMUTABLE)" };
		case "MUTABLE":
			return { kind: "moves", text: "every tag can be moved (MUTABLE)" };
		case "MUTABLE_WITH_EXCLUSION":
			return { kind: "moves", text: `every tag${except(exclusionFilters)} can be moved (MUTABLE_WITH_EXCLUSION)` };
		case "IMMUTABLE_WITH_EXCLUSION": {
			const wide = exclusionFilters.filter(
				(filter) => globCovers(filter, versions) || !mutableTags.some((tags) => globCovers(tags, filter)),
			);
			if (wide.length === 0) {
				return { kind: "fixed", text: `no tag${except(exclusionFilters)} can move (IMMUTABLE_WITH_EXCLUSION)` };
			}
			return {
				kind: "moves",
				text: `tags that match ${listed(wide)} can be moved (IMMUTABLE_WITH_EXCLUSION)`,
				remediation: `Remove ${listed(wide)} from the repository's exclusion filters; the policy's mutableTags are ${listed(mutableTags)}.`,
			};
		}
		default:
			return { kind: "strange", text: `the tag mutability "${mutability}" is not recognized` };
	}
}

const except = (filters: readonly string[]): string => (filters.length > 0 ? ` except ${listed(filters)}` : "");
