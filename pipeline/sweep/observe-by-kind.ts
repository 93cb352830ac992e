import type { SubjectKind } from "../../core/subject.ts";
import type { CheckPorts } from "../check.ts";
import type { ListName } from "./messages.ts";

/** How each kind of subject is observed. A kind without one is not swept. */
export type Observers = Readonly<Partial<Record<SubjectKind, CheckPorts["observe"]>>>;

/** Observes a subject as the route of its kind does. */
export function observeByKind(observers: Observers): CheckPorts["observe"] {
	return (subject, ...rest) => {
		const observe = observers[subject.kind];
		if (observe === undefined) throw new TypeError(`the sweep does not check subjects of the kind ${subject.kind}`);
		return observe(subject, ...rest);
	};
}

/** The list from which a sweep gets to the subjects of a kind. */
const listOf = {
	repository: "repositories",
	image: "repositories",
	"task-definition": "task-definitions",
	service: "clusters",
	cluster: "clusters",
	"capacity-provider": "capacity-providers",
} as const satisfies Record<SubjectKind, ListName>;

/** The lists with which a sweep begins. `readsFindings`: also what an earlier installation has left in Security Hub. */
export function rootLists(observers: Observers, readsFindings: boolean): readonly ListName[] {
	const lists = Object.entries(listOf).flatMap(([kind, list]) =>
		observers[kind as SubjectKind] === undefined ? [] : list,
	);
	return [...new Set<ListName>([...lists, ...(readsFindings ? (["findings"] as const) : [])])];
}
