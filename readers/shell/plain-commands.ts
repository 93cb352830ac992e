import { type Program, programIn } from "./program.ts";
import { redirectedPathsIn } from "./redirections.ts";

/** The programs that an entry point and a command start, ignoring quotes. */
export interface PlainCommands {
	readonly programs: readonly Program[];
	/** Absolute paths that output is redirected to. */
	readonly redirectedTo: readonly string[];
}

/**
 * Splits the words of an entry point and a command into programs. Unlike splitCommands, this reads quoted strings, which
 * may be nested scripts (`sh -c "su app -c '…'"`), and accepts malformed scripts. Null when there are no words.
 */
export function plainCommands(words: readonly string[]): PlainCommands | null {
	const text = shellText(words);
	if (text === null) return null;
	const programs = text.split(commandEnd).map((one) => programIn(one.split(/\s+/).filter((token) => token !== "")));
	return { programs, redirectedTo: redirectedPathsIn(text) };
}

/** `>&`, `&>` and `>|` are redirections. */
const commandEnd = /&&|\|\||;|\n|(?<!>)[|&](?!>)/;

/** Longer texts are cut: a task definition has 64 KiB at most. */
const maxCharacters = 65_536;

/**
 * The words of an entry point and a command as one text, without what a shell ignores: comments, tags, what awk
 * compares, quotes. A quoted text may be a command (`sh -c '…'`) and is kept. Null when there are no words.
 */
function shellText(words: readonly string[]): string | null {
	const nonBlank = words.filter((word) => word.trim() !== "");
	if (nonBlank.length === 0) return null;
	const isAwk = awk.test(nonBlank[0] ?? "");
	return withoutTags(
		nonBlank
			.map((word, index) => (isAwk && index > 0 ? printStatements(word) : withoutAwk(withoutComments(word))))
			.join(" ")
			.slice(0, maxCharacters),
	)
		.replace(/\\\r?\n/g, " ")
		.replace(casePattern, "$1 ; ")
		.replace(/['"`\\()]/g, " ");
}

/** `case $1 in a) …;; b|c) …`: a command starts after the bracket. */
const casePattern = /(\bin|;;)\s+\(?[^\s();]{1,100}\)/g;

/** Quotes come first, because a `#` in them does not start a comment. Each alternative ends at the end of the text at the latest. */
const quotedOrComment = /\\[\s\S]|'[^']*(?:'|$)|"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|(?<![^\s;(])#[^\n]*/g;

const withoutComments = (word: string): string =>
	word.replace(quotedOrComment, (found) => (found.startsWith("#") ? "" : found));

const awk = /^(?:\S*\/)?[gmn]?awk$/;
const awkProgram = /(?<![\w.-])([gmn]?awk\s(?:[^'\n;|&]{0,200}\s)?)'([^']*)'/g;

const withoutAwk = (word: string): string =>
	word.replace(awkProgram, (_, before: string, program: string) => `${before} ${printStatements(program)} `);

/** What awk prints may be redirected to a file; what it compares is not. */
const printStatements = (program: string): string =>
	program.includes(">") ? (program.match(/\bprintf?\b[^};\n]*/g) ?? []).join(" ") : program;

const tag = /<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?\/?>/gi;
const withoutEnd: ReadonlySet<string> = new Set(["br", "hr", "img", "input", "link", "meta"]);

/** `<in>/out` is two redirections: only a name that is both opened and closed is a tag, and void tags next to such. */
function withoutTags(text: string): string {
	const opened = new Set<string>();
	const closed = new Set<string>();
	for (const [, slash, name = ""] of text.matchAll(tag)) (slash === "" ? opened : closed).add(name);
	const paired = new Set([...opened].filter((name) => closed.has(name)));
	if (paired.size === 0) return text;
	return text.replace(tag, (found, _, name: string) => (paired.has(name) || withoutEnd.has(name) ? " " : found));
}
