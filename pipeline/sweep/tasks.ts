import type { RunningSweep, SweepState } from "../../adapters/dynamodb/sweep-state.ts";
import type { SweptEntries } from "../../adapters/dynamodb/swept-entries.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { AccountRegion, SubjectKind } from "../../core/subject.ts";
import { addEntries } from "../sweep-summary.ts";
import { type ReadList, type SweptPage, tasksAfter } from "./lists.ts";
import type { ListName, ListTask, SweepMessage, Task } from "./messages.ts";
import { type ProgressPorts, sendTasks } from "./progress.ts";

/** All throw TryLaterError. */
export interface TaskPorts extends Pick<ProgressPorts, "send"> {
	readonly state: SweepState;
	readonly entries: Pick<SweptEntries, "page">;
	readonly lists: Readonly<Record<ListName, ReadList>>;
	/** At which messages about families arrive that all have to be read. */
	readonly familiesPerSecond: number;
	/** The kinds of subjects that are checked. */
	readonly kinds: readonly SubjectKind[];
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
	readonly telemetry: { readonly finished: (sweep: RunningSweep, subjects: number) => void };
}

/** Reads a page and sends the messages to which it leads; after the last page of the summary, the sweep has finished. */
export async function runTask(
	task: Exclude<Task, { readonly kind: "check" }>,
	message: SweepMessage,
	current: RunningSweep | null,
	place: AccountRegion,
	ports: TaskPorts,
): Promise<void> {
	if (task.kind === "list") {
		const tasks = await readPages(task, message, place, ports);
		// After a sweep that looked at everything with the same rules, most families have not changed and are not read.
		const isPaced = task.list === "task-definitions" && current?.isComparable !== true;
		return sendTasks(message, tasks, place, ports, isPaced ? delaysOf(tasks, ports.familiesPerSecond) : []);
	}
	const { items, next } = await ports.entries.page(task.token);
	const summary = addEntries(task.summary, items);
	if (next !== null) return sendTasks(message, [{ kind: "summary", token: next, summary }], place, ports);
	if (current === null) return;
	const { startedAt, rules, failed, isFirst, repetition } = current;
	const repeated = repetition === undefined ? {} : { repetition };
	const finished = { startedAt, rules, failed, isFirst, ...repeated, finishedAt: ports.now(), summary };
	await ports.state.finish(finished, isFirst);
	ports.telemetry.finished(current, summary.subjects);
}

const pagesAtOnce = 5;

/** One page of each list of the task. One that cannot be read becomes a task of its own, so that it does not delay the others. */
async function readPages(
	task: ListTask,
	message: SweepMessage,
	place: AccountRegion,
	ports: TaskPorts,
): Promise<readonly Task[]> {
	const read = async (of: string): Promise<SweptPage> =>
		sweptPart(await ports.lists[task.list](task, of, place, message.sweep), message, ports);
	const [only = "", ...others] = task.of;
	if (others.length === 0) return tasksAfter(task, await read(only));
	const pages = await mapConcurrently(pagesAtOnce, task.of, async (of) => {
		try {
			return { of, page: await read(of) };
		} catch {
			return { of, page: null };
		}
	});
	const all = pages.flatMap(({ page }) => page ?? []);
	const together = { subjects: all.flatMap(({ subjects }) => subjects), next: null };
	return [
		...pages.flatMap(({ of, page }): Task[] => {
			const own = { ...task, of: [of] };
			if (page === null) return [own];
			return tasksAfter(own, { ...page, subjects: [] });
		}),
		...tasksAfter(task, together),
	];
}

const maxDelaySeconds = 900;

/**
 * The delays of messages whose families all have to be read, so that each arrives when its turn comes: functions that wait for turns
 * check nothing else. The next page is read when the turns of this one have passed.
 */
function delaysOf(tasks: readonly Task[], familiesPerSecond: number): readonly number[] {
	const familiesIn = (some: readonly Task[]): number =>
		some.reduce((sum, task) => sum + (task.kind === "check" ? task.subjects.length : 0), 0);
	return tasks.map((task, at) => {
		const before = familiesIn(task.kind === "check" ? tasks.slice(0, at) : tasks);
		return Math.min(Math.floor(before / familiesPerSecond), maxDelaySeconds);
	});
}

const kindIn = { images: "image", services: "service" } as const satisfies Partial<Record<ListName, SubjectKind>>;

const isKindIn = (list: ListName): list is keyof typeof kindIn => list in kindIn;

/** Without what is not checked. A partial sweep stays at its own list. */
function sweptPart(page: SweptPage, { isPartial }: SweepMessage, { kinds }: TaskPorts): SweptPage {
	const { subjects, nested, ...rest } = page;
	const isSwept = nested !== undefined && !isPartial && isKindIn(nested.list) && kinds.includes(kindIn[nested.list]);
	return {
		...rest,
		subjects: subjects.filter(({ subject }) => kinds.includes(subject.kind)),
		...(isSwept ? { nested } : {}),
	};
}
