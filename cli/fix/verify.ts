import type { FileSubject, SourceFile } from "../../adapters/files/file-subject.ts";
import type { ContainerFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { Bench } from "./mend-file.ts";

/** Why a mended file must not take the place of the one before: something fails, is lost or is unknown that was not. Null: it may. */
export function reasonToRefuse(
	before: SourceFile,
	after: SourceFile,
	{ read, judge }: Pick<Bench, "read" | "judge">,
): string | null {
	const was = read(before).subjects;
	const is = read(after).subjects;
	const [lost] = was.flatMap((subject, index) => mountsLost(subject, is[index]));
	if (lost !== undefined) return `${lost} would be lost: it is written in another place`;
	const known = new Set(was.flatMap((subject) => troubles(judge(subject))));
	const [worse] = is.flatMap((subject) => troubles(judge(subject)).filter((trouble) => !known.has(trouble)));
	return worse === undefined ? null : `${worse} would fail instead`;
}

const troubles = (verdicts: ReturnType<Bench["judge"]>): readonly string[] =>
	verdicts.flatMap(({ status, control, subject, container }) =>
		status === "fail" ? `${control} of ${container ?? subject}` : [],
	);

/** Paths at which something was mounted and is not any more. */
function mountsLost(was: FileSubject, is: FileSubject | undefined): readonly string[] {
	const there = new Set(is === undefined ? [] : mountsIn(is));
	return mountsIn(was).filter((mount) => !there.has(mount));
}

function mountsIn({ facts }: FileSubject): readonly string[] {
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return [];
	return facts.containers.flatMap((container) =>
		placesOf(container).map((path) => `the mount at ${path} of ${container.name}`),
	);
}

function placesOf({ tmpfs, mounts }: ContainerFacts): readonly string[] {
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	return all.flatMap(({ path }) => (isUnresolved(path) ? [] : path));
}
