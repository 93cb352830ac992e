import { isDeepStrictEqual } from "node:util";
import type { ContainerFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import type { FileSubject } from "../readers/reader.ts";
import { type CheckedFile, containerKey } from "./checked-file.ts";

export interface SharedChange {
	readonly subject: FileSubject;
	readonly container: string;
}

/**
 * Containers that changed although no fix was applied to them: they share a part of the file with a fixed container, through
 * an anchor, a merge key or `extends`.
 */
export function findSharedChanges(
	before: CheckedFile,
	after: CheckedFile,
	fixed: ReadonlySet<string>,
): readonly SharedChange[] {
	return before.subjects.flatMap(({ reading }, index) => {
		const changed = containersOf(after.subjects[index]?.reading);
		return containersOf(reading).flatMap((container, at) => {
			const isSame = fixed.has(containerKey(reading, container.name)) || isDeepStrictEqual(container, changed[at]);
			return isSame ? [] : { subject: reading, container: container.name };
		});
	});
}

function containersOf(reading: FileSubject | undefined): readonly ContainerFacts[] {
	if (reading?.facts.kind !== "task-definition" || isUnresolved(reading.facts.containers)) return [];
	return reading.facts.containers;
}
