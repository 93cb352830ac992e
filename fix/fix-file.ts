import type { FileSubject, SourceFile } from "../readers/reader.ts";
import { type Bench, containerKey, type Surveyed, surveyed, type Work } from "./checked-file.ts";
import { mendTogether } from "./fix-containers.ts";
import { topicOf } from "./plan/plan.ts";
import type { PlanNote } from "./plan/topics.ts";
import { type Task, tasksIn } from "./proposals.ts";
import { changedToo } from "./shared-changes.ts";

export interface FixedFile {
	readonly text: string;
	/** How many containers were changed. */
	readonly containers: number;
	/** What the owner should know or has to do, with the subject and container that it is about. */
	readonly notes: readonly Note[];
}

interface Note {
	readonly subject: FileSubject;
	readonly container: string;
	readonly text: string;
}

/** What one container needs may change what another does that shares a part with it: so often a file is looked at anew. */
const maxRounds = 5;

/**
 * Mends what can be mended without a guess: either all that a container needs for one thing is changed, it helps, and
 * nothing else fails because of it, or nothing of it. Throws BadInputError where the file cannot be read.
 */
export function fixFile(file: SourceFile, bench: Bench): FixedFile {
	const first = surveyed(file, bench);
	const settled = new Map<string, readonly string[]>();
	let open = new Map<string, readonly string[]>();
	let state = first;
	for (let round = 0; round < maxRounds; round++) {
		const tasks = tasksIn(state, bench);
		const outcome = mendInTurn(state, tasks, bench);
		open = new Map();
		for (const task of tasks) {
			const done = outcome.done.filter(({ container, subject }) => isOf(task, subject, container));
			const texts = textsFor(
				task,
				done,
				outcome.refused.filter(({ work }) => isOf(task, work.subject, work.container)),
			);
			if (done.length > 0) settled.set(task.key, [...(settled.get(task.key) ?? []), ...texts]);
			else open.set(task.key, texts);
		}
		state = outcome.state;
		if (outcome.done.length === 0) break;
	}
	const mended = new Set(settled.keys());
	const others = changedToo(first, state, mended).map((other): Note => ({ ...other, text: shared }));
	return {
		text: state.file.text,
		containers: mended.size + others.length,
		notes: [...notesIn(first, settled, open), ...others],
	};
}

const shared = "changed with another: they share this part of the file (an anchor, a merge key or extends)";

const isOf = (task: Task, subject: number, container: string): boolean =>
	task.work.subject === subject && task.work.container === container;

/** Services that others extend come first: what they get may be enough for both. */
function mendInTurn(state: Surveyed, tasks: readonly Task[], bench: Bench): ReturnType<typeof mendTogether> {
	const works = tasks.map(({ work }) => work).filter(({ mends }) => mends.length > 0);
	const heirs = works.filter(({ reading }) => bench.editable.inherits?.(reading, state.file));
	if (heirs.length === 0) return mendTogether(state, works, bench);
	const outcome = mendTogether(
		state,
		works.filter((work) => !heirs.includes(work)),
		bench,
	);
	return outcome.done.length > 0 ? outcome : mendTogether(state, works, bench);
}

function textsFor(
	{ notes }: Task,
	done: readonly Work[],
	refused: readonly { readonly reason: string }[],
): readonly string[] {
	const topics = new Set(done.flatMap(({ mends }) => mends.map(({ kind }) => topicOf[kind])));
	const holds = ({ topic, isAboutMend }: PlanNote): boolean => isAboutMend !== true || topics.has(topic);
	return [...notes.filter(holds).map(({ text }) => text), ...refused.map(({ reason }) => `not mended: ${reason}`)];
}

type Texts = ReadonlyMap<string, readonly string[]>;

/** In the order of the file, each once; places are those of the file as it was. */
function notesIn({ subjects }: Surveyed, settled: Texts, open: Texts): readonly Note[] {
	const keys = new Set([...settled.keys(), ...open.keys()]);
	return subjects.flatMap(({ reading }) =>
		[...keys].flatMap((key) => {
			const container = key.slice(reading.facts.arn.length + 1);
			if (key !== containerKey(reading, container)) return [];
			const texts = new Set([...(settled.get(key) ?? []), ...(open.get(key) ?? [])]);
			return [...texts].map((text) => ({ subject: reading, container, text }));
		}),
	);
}
