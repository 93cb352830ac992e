import type { SourceFile } from "../readers/source-file.ts";
import type { Candidate } from "./checked-file.ts";
import { type Fix, topicOf } from "./plan/plan.ts";
import { controlsByTopic } from "./plan/topics.ts";

/**
 * Of the mounts of a container, merged files may set some each: the fixes of those that another file sets are left to it. They do not depend
 * on each other, so the control may still fail after the fixes in this file.
 */
export function fixesInFile(candidate: Candidate, { merged }: SourceFile): Candidate {
	if (merged === undefined) return candidate;
	const { reading, container, fixes, failing } = candidate;
	const elsewhere = fixes.filter((fix) => {
		const field = fieldOf(fix);
		return field !== null && reading.path?.(field, container) === null;
	});
	const remaining = fixes.filter((fix) => !elsewhere.includes(fix));
	const topics = new Set(remaining.map(({ kind }) => topicOf[kind]));
	const left = elsewhere.filter(({ kind }) => topics.has(topicOf[kind]));
	const open = new Set(left.flatMap(({ kind }) => controlsByTopic[topicOf[kind]].map((one) => `${one} ${container}`)));
	return {
		...candidate,
		fixes: fixes.filter((fix) => !left.includes(fix)),
		failing: new Set([...failing].filter((one) => !open.has(one))),
	};
}

/** The field of the mount that a fix changes; null for another fix. */
function fieldOf(fix: Fix): string | null {
	if (fix.kind === "tmpfs-size" || fix.kind === "tmpfs-options") return `linuxParameters.tmpfs.${fix.index}`;
	return fix.kind === "read-only-mount" ? `mountPoints.${fix.index}` : null;
}
