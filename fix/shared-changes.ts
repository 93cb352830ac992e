import { isDeepStrictEqual } from "node:util";
import type { ContainerFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import type { FileSubject } from "../readers/reader.ts";
import { containerKey, type Surveyed } from "./checked-file.ts";

export interface ChangedToo {
	readonly subject: FileSubject;
	readonly container: string;
}

/**
 * Containers that are others than they were although nothing was done to them: they share a part of the file with one that
 * was mended, through an anchor, a merge key or `extends`.
 */
export function changedToo(before: Surveyed, after: Surveyed, mended: ReadonlySet<string>): readonly ChangedToo[] {
	return before.subjects.flatMap(({ reading }, index) => {
		const now = containersOf(after.subjects[index]?.reading);
		return containersOf(reading).flatMap((container, at) => {
			const isSame = mended.has(containerKey(reading, container.name)) || isDeepStrictEqual(container, now[at]);
			return isSame ? [] : { subject: reading, container: container.name };
		});
	});
}

function containersOf(reading: FileSubject | undefined): readonly ContainerFacts[] {
	if (reading?.facts.kind !== "task-definition" || isUnresolved(reading.facts.containers)) return [];
	return reading.facts.containers;
}
