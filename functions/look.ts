import { aboutOf } from "../core/about.ts";
import type { Control } from "../core/control.ts";
import type { Facts, ImageFacts, RepositoryFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { wasRead } from "../core/reading.ts";
import type { ImageSubject, RepositorySubject } from "../core/subject.ts";
import type { CheckPorts, Seen } from "./check.ts";
import type { Rules } from "./rules.ts";

/** Null when ECR does not know the repository (any more). */
type ReadRepository = (subject: RepositorySubject, readAt: string) => Promise<RepositoryFacts | null>;
/** Null when ECR does not know the image (any more). */
type ReadImage = (subject: ImageSubject, readAt: string, announcedAt: string | null) => Promise<ImageFacts | null>;

export const gone: Seen = { verdicts: null, blocks: [], about: {}, awaitedSince: null };

export function lookAtImages(read: ReadImage, controls: readonly Control[], rules: Rules): CheckPorts["look"] {
	return async (subject, readAt, _, cause) => {
		if (subject.kind !== "image") throw new TypeError(`the route does not look at a ${subject.kind}`);
		return seenIn(await read(subject, readAt, cause.announcedAt), controls, rules);
	};
}

export function lookAtRepositoriesAndImages(
	readers: { readonly repository: ReadRepository; readonly image: ReadImage },
	controls: readonly Control[],
	rules: Rules,
): CheckPorts["look"] {
	const lookAtImage = lookAtImages(readers.image, controls, rules);
	return async (subject, readAt, ...rest) =>
		subject.kind === "repository"
			? seenIn(await readers.repository(subject, readAt), controls, rules)
			: lookAtImage(subject, readAt, ...rest);
}

function seenIn(facts: Facts | null, controls: readonly Control[], rules: Rules): Seen {
	if (facts === null) return gone;
	const verdicts = judge(controls, facts, rules.policy);
	const waits = facts.kind === "image" && verdicts.some((verdict) => verdict.pending === true);
	return {
		verdicts,
		blocks: [],
		about: aboutOf(facts),
		awaitedSince: waits ? facts.awaitedSince : null,
		uses: facts.kind === "image" ? childrenOf(facts) : [],
	};
}

/** An index is judged by the images in it. */
function childrenOf({ arn, digest, artifact, scans }: ImageFacts): readonly string[] {
	if (artifact !== "index" || !wasRead(scans)) return [];
	return scans.value.map((scan) => arn.replace(digest, scan.digest));
}
