import { lineIndex } from "./document/line-index.ts";
import type { Position } from "./document/source-document.ts";
import type { Comment } from "./document/yaml-comments.ts";

/** What every ignore in place contains; a text without it has none. */
export const ignoreMark = "shipshape:ignore";

/** `# shipshape:ignore task-definition/read-only-root reason`; what is missing is empty. */
export interface IgnoreText {
	readonly control: string;
	readonly reason: string;
}

const ignore = /^(?:#+|\/\/+|\/\*+)\s*shipshape:ignore(?![\w-])[:=]?\s*(.*)$/s;

/** What people write instead, in other words or in the form of other tools. */
const nearMiss =
	/^(?:#+|\/\/+|\/\*+)\s*shipshape\s{0,3}([:_-]?)\s{0,3}(?:ignor|skip|disabl|suppress|waiv)[\w-]*(.*)$/is;

/** Whether a text has something that is an ignore in a comment, or was probably meant to be one. */
export const mayIgnore = (text: string): boolean =>
	/shipshape\s{0,3}[:_-]?\s{0,3}(?:ignor|skip|disabl|suppress|waiv)/i.test(text);

/** Whether a comment was probably meant to be an ignore, and is none. A sentence about Shipshape is not, unless a control follows. */
export function isNearMiss(comment: string): boolean {
	const [, separator, rest = ""] = nearMiss.exec(comment.trim()) ?? [];
	return separator !== undefined && parseIgnore(comment) === null && (separator !== "" || /^\W*[\w-]+\/\w/.test(rest));
}

/** What a comment says to ignore, with its `#`, `//` or `/*`; null when it is any other comment. */
export function parseIgnore(comment: string): IgnoreText | null {
	const rest = ignore.exec(comment.trim().replace(/^(\/\*.*)\*\/$/s, "$1"))?.[1];
	if (rest === undefined) return null;
	const [control = ""] = /^\S+/.exec(rest) ?? [];
	return { control: control.replace(/:$/, ""), reason: rest.slice(control.length).trim() };
}

/** An ignore in a comment, and the line, from 1, that it is about: its own, or the next one with more than a comment. */
export interface CommentIgnore extends IgnoreText {
	readonly at: Position;
	readonly line: number;
}

/** The ignores among the comments of a text, all of which are given, in their order. */
export function ignoresAmong(text: string, comments: readonly Comment[]): readonly CommentIgnore[] {
	const positionOf = lineIndex(text);
	const located = comments.map((comment) => ({ parsed: parseIgnore(comment.text), at: positionOf(comment.offset) }));
	if (located.every(({ parsed }) => parsed === null)) return [];
	const hasMore = withoutComments(text, comments)
		.split("\n")
		.map((line) => /\S/.test(line));
	return located.flatMap(({ parsed, at }) => {
		if (parsed === null) return [];
		const next = hasMore.indexOf(true, at.line - 1);
		return [{ ...parsed, at, line: next === -1 ? at.line : next + 1 }];
	});
}

/** The same lines. */
function withoutComments(text: string, comments: readonly Comment[]): string {
	let end = 0;
	const inOrder = comments.toSorted((one, other) => one.offset - other.offset);
	const parts = inOrder.flatMap(({ text: comment, offset }) => {
		const before = text.slice(end, offset);
		end = offset + comment.length;
		return [before, comment.replace(/[^\n]+/g, "")];
	});
	return [...parts, text.slice(end)].join("");
}

/** The places of the comments that were probably meant to be ignores. */
export function nearMissesAmong(text: string, comments: readonly Comment[]): readonly Position[] {
	const found = comments.filter((comment) => isNearMiss(comment.text));
	const positionOf = found.length === 0 ? null : lineIndex(text);
	return found.flatMap(({ offset }) => positionOf?.(offset) ?? []);
}
