import { BadInputError } from "../core/errors.ts";
import { applyFixes } from "./apply.ts";
import { type Candidate, type CheckedFile, checkFile, containerKey, type FixContext } from "./checked-file.ts";
import { topicOf } from "./plan/plan.ts";
import { findRejections, type Rejection } from "./verify.ts";

export interface FixResult {
	readonly checked: CheckedFile;
	readonly applied: readonly Candidate[];
	readonly rejected: readonly { readonly candidate: Candidate; readonly reason: string }[];
}

/**
 * Applies the fixes of all candidates and verifies the result once. Fixes that are rejected are left out: by container where
 * the rejection names one, otherwise by splitting the candidates into halves.
 */
export function fixContainers(checked: CheckedFile, candidates: readonly Candidate[], context: FixContext): FixResult {
	if (candidates.length === 0) return { checked, applied: [], rejected: [] };
	const attempt = tryFixes(checked, candidates, context);
	if ("checked" in attempt) return { checked: attempt.checked, applied: candidates, rejected: [] };
	const { remaining, fullyRejected, partlyRejected } = splitByRejection(candidates, attempt.rejections);
	if (remaining.length > 0 && fullyRejected.length + partlyRejected.length > 0) {
		const first = fixContainers(checked, remaining, context);
		// A failure in one container may have been caused by the fix of another: without that fix, this one may be accepted.
		const second = fixContainers(first.checked, fullyRejected, context);
		return {
			checked: second.checked,
			applied: [...first.applied, ...second.applied],
			rejected: [...partlyRejected, ...first.rejected, ...second.rejected],
		};
	}
	const isAllRejected = fullyRejected.length === candidates.length;
	if (candidates.length === 1 || (isAllRejected && candidates.length > maxTriedOneByOne)) {
		const [common] = attempt.rejections;
		const reasons = new Map(attempt.rejections.map(({ container, reason }) => [container, reason]));
		return {
			checked,
			applied: [],
			rejected: candidates.map((candidate) => ({
				candidate,
				reason: reasons.get(keyOf(candidate)) ?? common?.reason ?? "",
			})),
		};
	}
	const half = Math.ceil(candidates.length / 2);
	const first = fixContainers(checked, candidates.slice(0, half), context);
	const second = fixContainers(first.checked, candidates.slice(half), context);
	return {
		checked: second.checked,
		applied: [...first.applied, ...second.applied],
		rejected: [...first.rejected, ...second.rejected],
	};
}

/** When all of more than this many candidates are rejected, they are not tried one by one. */
const maxTriedOneByOne = 16;

type Attempt = { readonly checked: CheckedFile } | { readonly rejections: readonly Rejection[] };

function tryFixes(before: CheckedFile, candidates: readonly Candidate[], context: FixContext): Attempt {
	try {
		const file = applyFixes(before.file, candidates, context);
		if (!("document" in file)) {
			return {
				rejections: file.map(({ candidate, fix, reason }) => ({
					container: keyOf(candidate),
					topic: topicOf[fix.kind],
					reason,
				})),
			};
		}
		const after = checkFile(file, context);
		const rejections = findRejections(before, after, candidates);
		return rejections.length === 0 ? { checked: after } : { rejections };
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		return { rejections: [{ container: null, topic: null, reason: "the file could not be read after the change" }] };
	}
}

const keyOf = ({ reading, container }: Candidate): string => containerKey(reading, container);

interface Split {
	/** Candidates without a rejection, and the fixes of partly rejected ones that are left. */
	readonly remaining: readonly Candidate[];
	/** Candidates of which all fixes are rejected. */
	readonly fullyRejected: readonly Candidate[];
	readonly partlyRejected: FixResult["rejected"];
}

function splitByRejection(candidates: readonly Candidate[], rejections: readonly Rejection[]): Split {
	const byContainer = new Map<string | null, Rejection>();
	// A control that still fails may do so because of a change that is rejected as a whole: those rejections come first.
	const sorted = [...rejections].sort((one, other) => Number(one.topic !== null) - Number(other.topic !== null));
	for (const rejection of sorted) {
		if (!byContainer.has(rejection.container)) byContainer.set(rejection.container, rejection);
	}
	const split = candidates.map((candidate) => {
		const rejection = byContainer.get(keyOf(candidate));
		const topic = rejection?.topic ?? null;
		const fixes = topic === null ? [] : candidate.fixes.filter(({ kind }) => topicOf[kind] !== topic);
		return { candidate, rejection, fixes };
	});
	return {
		remaining: split.flatMap(({ candidate, rejection, fixes }) => {
			if (rejection === undefined) return candidate;
			return fixes.length > 0 ? { ...candidate, fixes } : [];
		}),
		fullyRejected: split.flatMap(({ candidate, rejection, fixes }) =>
			rejection !== undefined && fixes.length === 0 ? candidate : [],
		),
		partlyRejected: split.flatMap(({ candidate, rejection, fixes }) =>
			rejection !== undefined && fixes.length > 0 ? { candidate, reason: rejection.reason } : [],
		),
	};
}
