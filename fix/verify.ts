import tmpfsSize from "../controls/task-definition/tmpfs-size.ts";
import { isUnresolved } from "../core/reading.ts";
import type { Status } from "../core/verdict.ts";
import { mountedPaths } from "../domain/containers/writable-paths.ts";
import type { FileSubject } from "../readers/reader.ts";
import { containerKey, type Judged, type Surveyed, type Work } from "./checked-file.ts";
import { topicOf } from "./plan/plan.ts";
import { causes, type Topic } from "./plan/topics.ts";

/** Why what was done to a container must not stay. */
export interface Refusal {
	/** `containerKey`; null where it cannot be said which container it is. */
	readonly container: string | null;
	/** Null: all that was done to it; else only what is about that. */
	readonly topic: Topic | null;
	readonly reason: string;
}

/**
 * Why a mended file must not take the place of the one before: a control that asked for a mend fails as before; something
 * fails, is lost or is not known any more.
 */
export function refusalsOf(before: Surveyed, after: Surveyed, works: readonly Work[]): readonly Refusal[] {
	return [
		...before.subjects.flatMap((subject, index) => mountsLost(subject, after.subjects[index])),
		...after.subjects.flatMap((subject, index) => worsened(before.subjects[index], subject)),
		...works.flatMap((work) => inVain(work, after)),
	];
}

type Subject = Surveyed["subjects"][number];

function worsened(was: Subject | undefined, is: Subject): readonly Refusal[] {
	const known = new Map(was?.verdicts.map((verdict) => [verdictKey(verdict), verdict.status]));
	return is.verdicts.flatMap((verdict): readonly Refusal[] => {
		const { control, container, subject, status } = verdict;
		const change = worse(known.get(verdictKey(verdict)), status, control);
		if (change === null) return [];
		return [
			{
				container: container === undefined ? null : containerKey(is.reading, container),
				topic: null,
				reason: `${control} of ${container ?? subject} would ${change} instead: ${firstOf[change]}`,
			},
		];
	});
}

const verdictKey = ({ control, container }: Judged): string => `${control} ${container ?? ""}`;

const firstOf = {
	fail: "mend what that asks for first",
	"be unknown": "write out what that depends on first",
} as const;

function worse(was: Status | undefined, is: Status, control: string): keyof typeof firstOf | null {
	if (is === "fail") return was === "fail" ? null : "fail";
	if (is !== "unknown" || was === "unknown" || was === "fail" || was === "waived") return null;
	// A first tmpfs where no memory limit is known: what it is a share of was not known before either.
	if (control === tmpfsSize.id) return null;
	return "be unknown";
}

/** What a control says of a container has to be better than a failure once it was mended for that. */
function inVain({ subject, container, mends, failing }: Work, after: Surveyed): readonly Refusal[] {
	const is = after.subjects[subject];
	const asked = [...new Set(mends.map(({ kind }) => topicOf[kind]))];
	return asked.flatMap((topic) =>
		causes[topic]
			.filter((control) => failing.has(`${control} ${container}`))
			.filter((control) =>
				is?.verdicts.some((one) => one.control === control && one.container === container && one.status === "fail"),
			)
			.map((control) => ({
				container: is === undefined ? null : containerKey(is.reading, container),
				topic,
				reason: `${control} would fail nevertheless: mend the rest of it by hand`,
			})),
	);
}

/** Paths at which something was mounted and is not any more. */
function mountsLost({ reading: was }: Subject, is: Subject | undefined): readonly Refusal[] {
	const there = new Set(is === undefined ? [] : mountsIn(is.reading).map(({ key }) => key));
	return mountsIn(was)
		.filter(({ key }) => !there.has(key))
		.map(({ path, name }) => ({
			container: containerKey(was, name),
			topic: null,
			reason: `the mount at ${path} of ${name} would be lost: it is written in another place; mend it there`,
		}));
}

function mountsIn({ facts }: FileSubject) {
	if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return [];
	return facts.containers.flatMap((container) =>
		mountedPaths(container).map((path) => ({ path, name: container.name, key: `${container.name} ${path}` })),
	);
}
