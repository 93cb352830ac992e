import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import type { Subject } from "../core/subject.ts";
import { catchTryLater } from "./catch-try-later.ts";

/** Facts that are not in the task definition. Both throw TryLaterError. */
export interface FactPorts {
	/**
	 * Adds facts about the containers' images from the registry, after linking the subject whose verdicts depend on them to them. So it
	 * is checked again if one of them changes while it is read.
	 */
	readonly addImages: (facts: TaskDefinitionFacts, subject: Subject) => Promise<TaskDefinitionFacts>;
	/** Adds facts from a search of the account's services. */
	readonly addServices: (facts: TaskDefinitionFacts) => Promise<TaskDefinitionFacts>;
}

/** Facts that may be temporarily incomplete: missing facts are unknown, and `incomplete` is thrown after everything else is recorded. */
export interface Completed {
	readonly facts: TaskDefinitionFacts;
	readonly incomplete?: TryLaterError;
}

/** Adds the images. Each revision is read once and reused for the whole check. */
export function imageReader({ addImages }: Pick<FactPorts, "addImages">, subject: Subject) {
	const read = new Map<number | null, Completed>();
	return async (facts: TaskDefinitionFacts): Promise<Completed> => {
		const known =
			read.get(facts.revision) ??
			(await completeOrMarkUnread(facts, (one) => addImages(one, subject), markImagesUnread));
		read.set(facts.revision, known);
		return { ...known, facts: { ...facts, containers: known.facts.containers } };
	};
}

export function addServices(
	facts: TaskDefinitionFacts,
	{ addServices: add }: Pick<FactPorts, "addServices">,
): Promise<Completed> {
	return completeOrMarkUnread(facts, add, (one, reason) => ({ ...one, platformVersions: { unresolved: reason } }));
}

async function completeOrMarkUnread(
	facts: TaskDefinitionFacts,
	complete: (facts: TaskDefinitionFacts) => Promise<TaskDefinitionFacts>,
	instead: (facts: TaskDefinitionFacts, reason: string) => TaskDefinitionFacts,
): Promise<Completed> {
	const completed = await catchTryLater(() => complete(facts));
	if (!(completed instanceof TryLaterError)) return { facts: completed };
	return { facts: instead(facts, completed.message), incomplete: completed };
}

function markImagesUnread(facts: TaskDefinitionFacts, reason: string): TaskDefinitionFacts {
	const { containers } = facts;
	if (isUnresolved(containers)) return facts;
	const unread = { imageRepository: { unread: reason }, registryImage: { unread: reason } };
	return { ...facts, containers: containers.map((container) => ({ ...container, ...unread })) };
}
