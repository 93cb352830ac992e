import type { ReadUsedImages } from "../adapters/ecr/images-in-use.ts";
import type { Control } from "../core/control.ts";
import { TryLaterError } from "../core/errors.ts";
import type { Facts, ImageFacts, RepositoryFacts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { wasRead } from "../core/reading.ts";
import type { ImageSubject, RepositorySubject } from "../core/subject.ts";
import { destinationFor } from "../domain/notifications/destination.ts";
import { catchTryLater } from "./catch-try-later.ts";
import type { CheckPorts, Observation } from "./check.ts";
import { hashForUsers, imageNow } from "./dependents.ts";
import type { Rules } from "./rules.ts";
import { subjectSummary } from "./subject-summary.ts";

/** Null when the repository does not exist in ECR, or no longer exists. */
type ReadRepository = (
	subject: RepositorySubject,
	readAt: string,
	readUsedImages: ReadUsedImages,
) => Promise<RepositoryFacts | null>;
/** Null when the image does not exist in ECR, or no longer exists. */
type ReadImage = (subject: ImageSubject, readAt: string, announcedAt: string | null) => Promise<ImageFacts | null>;

export const goneObservation: Observation = { verdicts: null, blocks: [], about: {}, awaitedSince: null };

export function observeImages(read: ReadImage, controls: readonly Control[], rules: Rules): CheckPorts["observe"] {
	return async (subject, readAt, _, trigger) => {
		if (subject.kind !== "image") throw new TypeError(`the route does not check subjects of the kind ${subject.kind}`);
		return observationOf(await read(subject, readAt, trigger.announcedAt), controls, rules);
	};
}

interface RepositoryReaders {
	readonly repository: ReadRepository;
	/** `time`: at which the images in use have to be new enough, ISO 8601. */
	readonly usedImages: (subject: RepositorySubject, time: string) => ReturnType<ReadUsedImages>;
	readonly image: ReadImage;
}

export function observeRepositoriesAndImages(
	{ repository, usedImages, image }: RepositoryReaders,
	controls: readonly Control[],
	rules: Rules,
): CheckPorts["observe"] {
	const observeImage = observeImages(image, controls, rules);
	return async (subject, readAt, known, trigger) => {
		if (subject.kind !== "repository") return observeImage(subject, readAt, known, trigger);
		let incomplete: TryLaterError | undefined;
		const facts = await repository(subject, readAt, async (of) => {
			// A check covers every event before its reading, also if its own was delivered late.
			const used = await catchTryLater(() => usedImages(of, readAt));
			if (!(used instanceof TryLaterError)) return used;
			incomplete = used;
			return { unread: used.message };
		});
		const observation = observationOf(facts, controls, rules);
		if (incomplete === undefined) return observation;
		const unanswered = controls.flatMap(({ id, readsUsedImages }) => (readsUsedImages === true ? id : []));
		return { ...observation, unanswered, retry: incomplete };
	};
}

function observationOf(facts: Facts | null, controls: readonly Control[], rules: Rules): Observation {
	if (facts === null) return goneObservation;
	const verdicts = judge(controls, facts, rules.policy);
	const waits = facts.kind === "image" && verdicts.some((verdict) => verdict.pending === true);
	return {
		verdicts,
		blocks: [],
		about: subjectSummary(facts),
		...destinationFor(rules.policy, facts),
		awaitedSince: waits ? facts.awaitedSince : null,
		...(facts.kind === "image" ? { uses: childrenOf(facts), image: imageNow(facts) } : {}),
		...factsOf(facts),
	};
}

export function factsOf(facts: Facts): Pick<Observation, "facts"> {
	const hash = hashForUsers(facts);
	return hash === undefined ? {} : { facts: hash };
}

/** The verdicts of an index depend on its images. */
function childrenOf({ arn, digest, artifact, scans }: ImageFacts): readonly string[] {
	if (artifact !== "index" || !wasRead(scans)) return [];
	return scans.value.map((scan) => arn.replace(digest, scan.digest));
}
