import type { ImageFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, type Reading, wasRead } from "../../core/reading.ts";

/**
 * What AWS did not return about what would run, although it may the next time: the first reason; null if nothing is missing. What is
 * missing by design (another registry, a tag that does not exist) stays missing, and what a file leaves open is not AWS's to return.
 */
export function unreadIn(facts: ImageFacts | TaskDefinitionFacts): string | null {
	if (facts.kind === "image") return reasonOf(facts.scans);
	const { containers, revision, tags } = facts;
	const ofRevision = revision === null ? null : reasonOf(tags);
	if (ofRevision !== null || isUnresolved(containers)) return ofRevision;
	for (const { imageRepository, registryImage } of containers) {
		const ofImage = wasRead(registryImage) ? unreadIn(registryImage.value) : reasonOf(registryImage);
		const reason = reasonOf(imageRepository) ?? ofImage;
		if (reason !== null) return reason;
	}
	return null;
}

const reasonOf = (reading: Reading<unknown>): string | null =>
	wasRead(reading) || reading.isLasting === true ? null : reading.unread;
