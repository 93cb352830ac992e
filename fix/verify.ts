import tmpfsSize from "../controls/task-definition/tmpfs-size.ts";
import { isUnresolved } from "../core/reading.ts";
import type { Status } from "../core/verdict.ts";
import { mountedPaths } from "../domain/containers/writable-paths.ts";
import type { FileSubject } from "../readers/reader.ts";
import { type Candidate, type CheckedFile, type CheckResult, containerKey } from "./checked-file.ts";
import { type Fix, topicOf } from "./plan/plan.ts";
import { controlsByTopic, type Topic } from "./plan/topics.ts";

/** Why the fixes of a container must not be kept. */
export interface Rejection {
	/** `containerKey`; null where the container cannot be determined. */
	readonly container: string | null;
	/** Null rejects all fixes of the container; a topic rejects only the fixes for it. */
	readonly topic: Topic | null;
	readonly reason: string;
}

/**
 * Why a fixed file must not replace the original: a control that was to be fixed still fails, another one now fails or is now
 * unknown, or a mount is lost or was added in vain.
 */
export function findRejections(
	before: CheckedFile,
	after: CheckedFile,
	candidates: readonly Candidate[],
): readonly Rejection[] {
	return [
		...before.subjects.flatMap((subject, index) => findLostMounts(subject, after.subjects[index])),
		...after.subjects.flatMap((subject, index) => findRegressions(before.subjects[index], subject)),
		...candidates.flatMap((candidate) => findStillFailing(candidate, after)),
		...candidates.flatMap((candidate) => findUnmounted(candidate, after)),
	];
}

type Subject = CheckedFile["subjects"][number];

function findRegressions(before: Subject | undefined, after: Subject): readonly Rejection[] {
	const statusBefore = new Map(before?.verdicts.map((verdict) => [verdictKey(verdict), verdict.status]));
	return after.verdicts.flatMap((verdict): readonly Rejection[] => {
		const { control, container, subject, status } = verdict;
		const consequence = regressionOf(statusBefore.get(verdictKey(verdict)), status, control);
		if (consequence === null) return [];
		return [
			{
				container: container === undefined ? null : containerKey(after.reading, container),
				topic: null,
				reason: `${control} of ${container ?? subject} would then ${consequence}; ${remedies[consequence]}`,
			},
		];
	});
}

const verdictKey = ({ control, container }: CheckResult): string => `${control} ${container ?? ""}`;

const remedies = {
	fail: "fix that first",
	"be unknown": "write out the values that it depends on first",
} as const;

function regressionOf(before: Status | undefined, after: Status, control: string): keyof typeof remedies | null {
	if (after === "fail") return before === "fail" ? null : "fail";
	if (after !== "unknown" || before === "unknown" || before === "fail" || before === "waived") return null;
	// The first tmpfs of a container without a known memory limit: the limit was unknown before, only nothing depended on it.
	if (control === tmpfsSize.id) return null;
	return "be unknown";
}

/** Controls that were to be fixed and still fail. */
function findStillFailing({ subject, container, fixes, failing }: Candidate, after: CheckedFile): readonly Rejection[] {
	const fixed = after.subjects[subject];
	const made = fixes.filter((fix) => !isMountReadOnly(fix, container, fixed));
	const topics = [...new Set(made.map(({ kind }) => topicOf[kind]))];
	return topics.flatMap((topic) =>
		controlsByTopic[topic]
			.filter((control) => failing.has(`${control} ${container}`))
			.filter((control) =>
				fixed?.verdicts.some((one) => one.control === control && one.container === container && one.status === "fail"),
			)
			.map((control) => ({
				container: fixed === undefined ? null : containerKey(fixed.reading, container),
				topic,
				reason: `${control} would still fail; fix the rest by hand`,
			})),
	);
}

/** One mount that is made read-only is worth it, whatever the notes say of the others. */
function isMountReadOnly(fix: Fix, container: string, fixed: Subject | undefined): boolean {
	if (fix.kind !== "read-only-mount" || fixed === undefined) return false;
	const { facts } = fixed.reading;
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return false;
	const mounts = facts.containers.find(({ name }) => name === container)?.mounts;
	return mounts !== undefined && !isUnresolved(mounts) && mounts[fix.index]?.readOnly === true;
}

/** New mounts that another file hides, such as one that replaces the whole list. */
function findUnmounted({ subject, container, fixes }: Candidate, after: CheckedFile): readonly Rejection[] {
	const reading = after.subjects[subject]?.reading;
	const mounted = new Set(reading === undefined ? [] : listMounts(reading).map(({ key }) => key));
	return fixes.flatMap((fix) => {
		if (reading === undefined || fix.kind !== "add-tmpfs" || mounted.has(`${container} ${fix.path}`)) return [];
		const reason = `the tmpfs mounts of ${container} are replaced elsewhere; fix them there`;
		return [{ container: containerKey(reading, container), topic: topicOf[fix.kind], reason }];
	});
}

/** Paths at which something was mounted before, and nothing is mounted now. */
function findLostMounts({ reading: before }: Subject, after: Subject | undefined): readonly Rejection[] {
	const kept = new Set(after === undefined ? [] : listMounts(after.reading).map(({ key }) => key));
	return listMounts(before)
		.filter(({ key }) => !kept.has(key))
		.map(({ path, name }) => ({
			container: containerKey(before, name),
			topic: null,
			reason: `the mount at ${path} of ${name} would be lost, because it is set elsewhere; fix it there`,
		}));
}

function listMounts({ facts }: FileSubject) {
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return [];
	return facts.containers.flatMap((container) =>
		mountedPaths(container).map((path) => ({ path, name: container.name, key: `${container.name} ${path}` })),
	);
}
