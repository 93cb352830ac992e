import { type Edit, NotEditableError } from "../../adapters/files/edit/edit.ts";
import { editJson } from "../../adapters/files/edit/edit-json.ts";
import { editYaml } from "../../adapters/files/edit/edit-yaml.ts";
import type {
	DocumentPath,
	FileReader,
	FileSubject,
	SourceDocument,
	SourceFile,
} from "../../adapters/files/file-subject.ts";
import { partAt } from "../../adapters/files/part-at.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { type ContainerPlan, type Mend, planOf } from "../../core/mending/plan.ts";
import type { Policy } from "../../core/policy.ts";
import { policyFor } from "../../core/scopes.ts";
import type { Verdict } from "../../core/verdict.ts";
import { editsFor, type Language } from "./edits.ts";
import { reasonToRefuse } from "./verify.ts";

/** How a file is read and judged: the same way as `check` does it. */
export interface Bench {
	readonly language: Language;
	readonly read: FileReader;
	readonly parse: (text: string) => SourceDocument;
	readonly judge: (subject: FileSubject) => readonly Judged[];
	readonly policy: Policy;
}

type Judged = Pick<Verdict, "control" | "subject" | "container" | "status">;

export interface MendedFile {
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

/**
 * Mends what can be mended without a guess, container by container: either all that a container needs is changed, and
 * nothing else fails because of it, or nothing of it. Throws BadInputError where the file cannot be read.
 */
export function mendFile(file: SourceFile, bench: Bench): MendedFile {
	const notes: Note[] = [];
	let current = file;
	let containers = 0;
	for (const subject of bench.read(file).subjects) {
		const { facts } = subject;
		if (facts.kind !== "task-definition" || subject.path === undefined) continue;
		const failing = new Set(
			bench.judge(subject).flatMap((verdict) => (verdict.status === "fail" ? keyOf(verdict) : [])),
		);
		for (const plan of planOf(facts, policyFor(bench.policy, facts).controls)) {
			const mends = plan.mends.filter((mend) =>
				causes[mend.kind].some((control) => failing.has(`${control} ${plan.container}`)),
			);
			const noted = (text: string): void => void notes.push({ subject, container: plan.container, text });
			if (isConcerned(plan, failing)) plan.notes.forEach(noted);
			if (mends.length === 0) continue;
			const mended = mendContainer(current, { subject, facts, container: plan.container, mends }, bench);
			if ("refused" in mended) noted(`not mended: ${mended.refused}`);
			else {
				current = mended.file;
				containers++;
			}
		}
	}
	return { text: current.text, containers, notes };
}

/** The controls whose failure asks for a mend. */
const causes: Readonly<Record<Mend["kind"], readonly string[]>> = {
	"read-only-root": ["task-definition/read-only-root"],
	"add-tmpfs": ["task-definition/read-only-root", "task-definition/writable-paths"],
	"tmpfs-size": ["task-definition/tmpfs-size"],
	"tmpfs-options": ["task-definition/tmpfs-options"],
	"read-only-mount": ["task-definition/read-only-mounts"],
};

const keyOf = ({ control, container }: Judged): string => `${control} ${container}`;

const isConcerned = ({ container }: ContainerPlan, failing: ReadonlySet<string>): boolean =>
	Object.values(causes).some((controls) => controls.some((control) => failing.has(`${control} ${container}`)));

interface Work {
	readonly subject: FileSubject;
	readonly facts: TaskDefinitionFacts;
	readonly container: string;
	readonly mends: readonly Mend[];
}

function mendContainer(
	file: SourceFile,
	work: Work,
	bench: Bench,
): { readonly file: SourceFile } | { readonly refused: string } {
	try {
		const mended = work.mends.reduce((now, mend) => applied(now, mend, work, bench), file);
		const refused = reasonToRefuse(file, mended, bench);
		return refused === null ? { file: mended } : { refused };
	} catch (error) {
		if (error instanceof NotEditableError) return { refused: error.message };
		throw error;
	}
}

function applied(file: SourceFile, mend: Mend, { subject, container }: Work, { language, parse }: Bench): SourceFile {
	const path = (field: string): DocumentPath => {
		const found = subject.path?.(field, container) ?? null;
		if (found === null) throw new NotEditableError(`${field} is written in another place`);
		return found;
	};
	const written = (at: DocumentPath): unknown => partAt(file.document.value, at);
	const text = edited(file.text, editsFor(mend, { language, path, written }));
	return { ...file, text, document: parse(text) };
}

/** JSON is YAML too, but keeps its looks only when it is edited as JSON. */
const edited = (text: string, edits: readonly Edit[]): string =>
	/^\s*[{[]/.test(text) ? editJson(text, edits) : editYaml(text, edits);
