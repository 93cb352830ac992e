import type { FileSubject } from "../readers/reader.ts";
import type { SourceFile } from "../readers/source-file.ts";
import { type Candidate, type CheckedFile, checkFile, containerKey, type FixContext } from "./checked-file.ts";
import { type FixResult, fixContainers } from "./fix-containers.ts";
import { fixesInFile } from "./fixes-in-file.ts";
import { topicOf } from "./plan/plan.ts";
import type { PlanNote } from "./plan/topics.ts";
import { type Proposal, proposeFixes } from "./proposals.ts";
import { findSharedChanges } from "./shared-changes.ts";

export interface FixedFile {
	readonly text: string;
	/** How many containers were changed. */
	readonly containers: number;
	/** How many containers have more fixes, which are not made because the application may not run with them. */
	readonly withheld: number;
	/** What the user should know or has to do, with the subject and container that each note is about. */
	readonly notes: readonly Note[];
}

interface Note {
	readonly subject: FileSubject;
	readonly container: string;
	readonly text: string;
}

/** How the note on a rejected fix begins. */
export const notFixed = "not fixed: ";

/** A fix may change another container that shares a part of the file, so the file is planned again up to this many times. */
const maxRounds = 5;

/**
 * Fixes what can be fixed without guessing. For each container and topic, either all changes are made, the control no longer
 * fails and nothing else fails because of them, or none of them is made; mounts are made read-only one by one. Throws
 * BadInputError where the file cannot be read.
 */
export function fixFile(file: SourceFile, context: FixContext): FixedFile {
	const original = checkFile(file, context);
	const notesOfFixed = new Map<string, readonly string[]>();
	let notesOfUnfixed = new Map<string, readonly string[]>();
	let withheld = 0;
	let checked = original;
	for (let round = 0; round < maxRounds; round++) {
		const proposals = proposeFixes(checked, context);
		const result = fixBasesFirst(checked, proposals, context);
		notesOfUnfixed = new Map();
		withheld = proposals.filter(({ isWithheld }) => isWithheld).length;
		for (const proposal of proposals) {
			const applied = result.applied.filter((candidate) => isFor(proposal, candidate));
			const rejected = result.rejected.filter(({ candidate }) => isFor(proposal, candidate));
			const texts = noteTexts(proposal, applied, rejected);
			const { key } = proposal;
			if (applied.length > 0) notesOfFixed.set(key, [...(notesOfFixed.get(key) ?? []), ...texts]);
			else notesOfUnfixed.set(key, texts);
		}
		checked = result.checked;
		if (result.applied.length === 0) break;
	}
	const fixed = new Set(notesOfFixed.keys());
	const shared = findSharedChanges(original, checked, fixed).map((one): Note => ({ ...one, text: sharedChange }));
	return {
		text: checked.file.text,
		containers: fixed.size + shared.length,
		withheld,
		notes: [...notesInFileOrder(original, notesOfFixed, notesOfUnfixed), ...shared],
	};
}

const sharedChange =
	"changed together with another container: they share this part of the file (an anchor, a merge key or extends)";

const isFor = ({ candidate }: Proposal, { subject, container }: Candidate): boolean =>
	candidate.subject === subject && candidate.container === container;

/** Services that others extend are fixed first: their fix may be enough for both. */
function fixBasesFirst(checked: CheckedFile, proposals: readonly Proposal[], context: FixContext): FixResult {
	const candidates = proposals
		.map(({ candidate }) => fixesInFile(candidate, checked.file))
		.filter(({ fixes }) => fixes.length > 0);
	const extending = candidates.filter(({ reading }) => context.editable.inherits?.(reading, checked.file));
	if (extending.length === 0) return fixContainers(checked, candidates, context);
	const result = fixContainers(
		checked,
		candidates.filter((candidate) => !extending.includes(candidate)),
		context,
	);
	return result.applied.length > 0 ? result : fixContainers(checked, candidates, context);
}

function noteTexts(
	{ notes }: Proposal,
	applied: readonly Candidate[],
	rejected: readonly { readonly reason: string }[],
): readonly string[] {
	const topics = new Set(applied.flatMap(({ fixes }) => fixes.map(({ kind }) => topicOf[kind])));
	const isRelevant = ({ topic, appliesOnlyIfFixed }: PlanNote): boolean =>
		appliesOnlyIfFixed !== true || topics.has(topic);
	return [...notes.filter(isRelevant).map(({ text }) => text), ...rejected.map(({ reason }) => `${notFixed}${reason}`)];
}

type NotesByKey = ReadonlyMap<string, readonly string[]>;

/** The notes in the order of the original file, without duplicates. */
function notesInFileOrder({ subjects }: CheckedFile, ofFixed: NotesByKey, ofUnfixed: NotesByKey): readonly Note[] {
	const keys = new Set([...ofFixed.keys(), ...ofUnfixed.keys()]);
	return subjects.flatMap(({ reading }) =>
		[...keys].flatMap((key) => {
			const container = key.slice(reading.facts.arn.length + 1);
			if (key !== containerKey(reading, container)) return [];
			const texts = new Set([...(ofFixed.get(key) ?? []), ...(ofUnfixed.get(key) ?? [])]);
			return [...texts].map((text) => ({ subject: reading, container, text }));
		}),
	);
}
