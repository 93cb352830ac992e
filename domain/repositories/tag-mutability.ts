import type { RepositoryFacts } from "../../core/facts.ts";
import { globCovers } from "../../core/glob.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatList } from "../../core/text.ts";
import type { Judgement } from "../../core/verdict.ts";
import { globsOverlap } from "../globs-overlap.ts";
import { globOf } from "../possible-texts.ts";
import { isInFile } from "../repository-in-file.ts";

/** Whether a repository's tags can be moved to another image; `text` completes a sentence that begins with the repository. */
export type TagMovement =
	| { readonly kind: "immutable"; readonly text: string }
	| { readonly kind: "movable"; readonly text: string; readonly remediation?: string }
	/** A value that AWS added after this was written, or that a file does not determine. */
	| { readonly kind: "unrecognized"; readonly text: string };

/** What to write in a file where tags can be moved, in the terms of the ECR API. */
const fileRemediation =
	'Write "imageTagMutability": "IMMUTABLE", or "IMMUTABLE_WITH_EXCLUSION" with filters only for tags that have to move, such as ' +
	"latest, and deploy by version or digest.";

/** A filter that matches every version tag is never accepted, whatever the policy lists. */
const versionTags = "v*";

/**
 * Judges the four documented values of imageTagMutability; `mutableTags` are globs of tags that are allowed to move.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html, read 2026-11-21.
 */
export function tagMovement(
	mutability: string,
	exclusionFilters: RepositoryFacts["exclusionFilters"],
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
			const filters = isUnresolved(exclusionFilters) ? [] : exclusionFilters;
			const tooWide = filters.filter((filter) => isTooWide(filter, mutableTags) === true).map(filterText);
			const open = isUnresolved(exclusionFilters)
				? exclusionFilters
				: filters.filter(isUnresolved).find((filter) => isTooWide(filter, mutableTags) === null);
			if (tooWide.length === 0 && open !== undefined) {
				return { kind: "unrecognized", text: `which tags can move is ${formatUnknown(open)} (${mutability})` };
			}
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

/** Whether a filter lets tags move that the policy does not list; null if that depends on its unknown parts. */
function isTooWide(filter: Value<string>, mutableTags: readonly string[]): boolean | null {
	if (!isUnresolved(filter))
		return globCovers(filter, versionTags) || !mutableTags.some((tags) => globCovers(tags, filter));
	if (filter.text === undefined) return null;
	const glob = globOf(filter.text);
	if (!mutableTags.some((tags) => globsOverlap(tags, glob))) return true;
	const isListed = mutableTags.some((tags) => globCovers(tags, glob));
	return isListed && !globsOverlap(glob, "v*") ? false : null;
}

/** What else a judgement says: the settings, and what to write instead where a file contains them. */
export function mutabilityDetails(
	facts: Pick<RepositoryFacts, "exclusionFilters" | "declaredScanOnPush">,
	tagMutability: string,
): Pick<Judgement, "fields" | "remediation"> {
	const filters = facts.exclusionFilters;
	const known = isUnresolved(filters) ? [] : filters.map(filterText);
	return {
		fields: { tagMutability, ...(known.length > 0 && { exclusionFilters: known.join(",") }) },
		...(isInFile(facts) ? { remediation: fileRemediation } : {}),
	};
}

/** The text of a filter, with labels for its unknown parts. */
const filterText = (filter: Value<string>): string =>
	isUnresolved(filter) ? String(filter.text ?? `(${filter.unresolved})`) : filter;

function exceptText(filters: RepositoryFacts["exclusionFilters"]): string {
	if (isUnresolved(filters)) return ` except what is ${formatUnknown(filters)}`;
	return filters.length > 0 ? ` except ${formatList(filters.map(filterText))}` : "";
}
